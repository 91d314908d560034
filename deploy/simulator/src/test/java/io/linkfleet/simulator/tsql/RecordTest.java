package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.EffectRecord.Effect;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What goes on the record, and the delays that may be set from outside. */
class RecordTest {
  private final TestServer server = new TestServer();

  private List<Effect> changes() {
    return server.world.record.all().stream().filter(e -> e.kind().equals("CHANGE")).toList();
  }

  @Test
  void everyChangeIsRecordedWithItsOutcomeAndWithoutItsSecrets() {
    server.run(
        """
        IF NOT EXISTS (SELECT * FROM sys.symmetric_keys WHERE symmetric_key_id = 101)
          CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'S3cret''word'
        CREATE LOGIN l WITH PASSWORD = N'S3cret''word', CHECK_POLICY = OFF
        EXEC ('CREATE LOGIN l WITH PASSWORD = ''S3cret''''word''')
        PRINT 'done'
        """);
    assertThat(changes())
        .extracting(Effect::text)
        .containsExactly(
            "CREATE MASTER KEY ENCRYPTION BY PASSWORD = '******'",
            "CREATE LOGIN l WITH PASSWORD = '******', CHECK_POLICY = OFF",
            "CREATE LOGIN l WITH PASSWORD = '******'");
    assertThat(changes())
        .extracting(Effect::outcome)
        .containsExactly("OK", "OK", "15025 The server principal 'l' already exists.");
    assertThat(changes()).allMatch(e -> e.login().equals("sa") && e.where().equals("sql1"));
    assertThat(server.world.record.all()).noneMatch(e -> e.text().contains("S3cret"));
    assertThat(server.world.record.all().get(0))
        .matches(e -> e.kind().equals("QUERY"))
        .extracting(Effect::text)
        .isEqualTo("IF NOT EXISTS (SELECT * FROM sys.symmetric_keys WHERE symmetric_key_id = 101)");
  }

  @Test
  void aStatementThatWaitsHoldsNobodyElseUpAndCanBeCancelled() throws Exception {
    server.world.statementLatencyNanos.put("CREATE LOGIN", TimeUnit.MINUTES.toNanos(10));
    var slow =
        CompletableFuture.supplyAsync(
            () -> server.run("CREATE LOGIN l WITH PASSWORD = 'Passw0rd!'"));
    var other = server.as("sa");
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                TestServer.run(
                        other,
                        "SELECT COUNT(*) FROM sys.dm_exec_requests WHERE command = 'CREATE LOGIN'")
                    .value()
                    .equals(1));
    server.session.cancel();
    slow.get(10, TimeUnit.SECONDS);
    assertThat(server.server.logins).doesNotContainKey("l");
    assertThat(changes()).singleElement().extracting(Effect::outcome).isEqualTo("cancelled");
  }

  @Test
  void latencyIsTakenPerClassOfStatement() {
    server.database("db1").sizeBytes = 4 << 20;
    server.world.statementLatencyNanos.put("select", TimeUnit.MILLISECONDS.toNanos(30));
    server.world.settings.other.put("backupBytesPerSecond", String.valueOf(100 << 20));
    server.ok("SELECT 1; BACKUP DATABASE db1 TO DISK = 'NUL'");
    assertThat(server.world.record.all())
        .extracting(e -> e.nanos() >= TimeUnit.MILLISECONDS.toNanos(30))
        .containsExactly(true, true);
  }
}
