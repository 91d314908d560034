package io.linkfleet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LowerBoundTest {
  private static final List<Link> LINKS = List.of(Sample.SALES, Sample.STOCK, Sample.WEB);

  private static Sample sample() {
    return new Sample()
        .change("SQL01", 0, 100, "CREATE MASTER KEY")
        .change("SQL01", 100, 400, "CREATE CERTIFICATE [mi-a.zone.database.windows.net] FROM")
        .change("SQL01", 500, 400, "CREATE CERTIFICATE [mi-b.zone.database.windows.net] FROM")
        .change("SQL01", 900, 1500, "CREATE AVAILABILITY GROUP [AG_S] FOR DATABASE [Sales]")
        .change("SQL01", 2400, 1500, "CREATE AVAILABILITY GROUP [DAG_S] WITH (DISTRIBUTED)")
        .change("SQL01", 3900, 3000, "CREATE AVAILABILITY GROUP [AG_T] FOR DATABASE [Stock]")
        .change("SQL02", 0, 100, "CREATE MASTER KEY")
        .change("SQL02", 100, 1000, "CREATE AVAILABILITY GROUP [AG_W] FOR DATABASE [Web]")
        .linked(Sample.SALES, 4000, 2000, 300)
        .linked(Sample.STOCK, 7000, 2000, 2500)
        .linked(Sample.WEB, 1200, 2000, 300);
  }

  private static LowerBound bound(Sample sample) {
    return LowerBound.of(
        new Work(LINKS, sample.record()), Map.of("SQL01", 3000L, "SQL02", 10L), 1000);
  }

  @Test
  void aServerChangesSerially() {
    assertThat(bound(sample()).heaviestServer()).isEqualTo(Duration.ofMillis(6900));
  }

  @Test
  void theChainIsItsServersPreparationsItsOwnStatementsAzureAndTheConnection() {
    Work work = new Work(LINKS, sample().record());

    // 100 and 400 before, 3000 of its own, 2000 in Azure; mi-b is not its instance
    assertThat(LowerBound.chain(work, Sample.SALES)).isEqualTo(Duration.ofMillis(5500));
    // 100 and 400 before, 3000 of its own, connected only 2500 after the request
    assertThat(LowerBound.chain(work, Sample.STOCK)).isEqualTo(Duration.ofMillis(6000));
    assertThat(bound(sample()).longestChain()).isEqualTo(Duration.ofMillis(6000));
  }

  @Test
  void afterAServersLastStatementOneWholeLinkFollows() {
    assertThat(bound(sample()).serverAndLast()).isEqualTo(Duration.ofMillis(8900));
    assertThat(bound(sample()).tighter()).isEqualTo(Duration.ofMillis(8900));
  }

  @Test
  void bytesAreServedByTheBandwidthOfTheirServer() {
    assertThat(bound(sample()).bytes()).isEqualTo(Duration.ofSeconds(3));
    assertThat(bound(sample()).bound()).isEqualTo(Duration.ofMillis(6900));
  }

  @Test
  void azureTakesTwoHundredRequestsAtOnceAndThenTenASecond() {
    Sample sample = sample();
    // three PUTs are there already
    IntStream.range(0, 227)
        .forEach(i -> sample.add(0, 1, "mi-a", "AZURE_WRITE", "PUT /other/" + i, "429 Too many"));

    assertThat(bound(sample()).requests()).isZero();
    assertThat(bound(sample).requests()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void whatReadsTheSameButForTheValueOfAVariableIsNoRepetition() {
    String trust = "EXEC sp_certificate_add_issuer @root, N'*.database.windows.net'";
    Sample sample =
        sample()
            .change("SQL01", 20000, 500, "CREATE CERTIFICATE [G2] FROM BINARY = 0x01")
            .change("SQL01", 20500, 200, trust)
            .change("SQL01", 21000, 500, "CREATE CERTIFICATE [G5] FROM BINARY = 0x02")
            .change("SQL01", 21500, 200, trust)
            .change("SQL01", 22000, 500, "CREATE CERTIFICATE [G5] FROM BINARY = 0x02")
            .change("SQL01", 22500, 200, trust);
    assertThat(bound(sample).heaviestServer()).isEqualTo(Duration.ofMillis(6900 + 1400));
  }

  @Test
  void whatFailedOrWasDoneTwiceRaisesNoBound() {
    Sample sample =
        sample()
            .add(8000, 5000, "SQL01", "CHANGE", "CREATE AVAILABILITY GROUP [AG_X]", "35250 no")
            .change("SQL01", 14000, 100, "CREATE MASTER KEY");

    assertThat(bound(sample)).isEqualTo(bound(sample()));
  }

  @Test
  void aRecordWithoutALinksOperationIsNoBasis() {
    assertThatThrownBy(() -> bound(new Sample())).hasMessageContaining("no operation of a.sales.1");
  }
}
