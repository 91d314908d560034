package io.linkfleet.monitor.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.Target;
import io.linkfleet.monitor.fleet.FleetFile.Checked;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Fleet files in, findings out; the cases are in {@code refused.txt}. */
class FleetFileTest {
  /** Each case: {@code === what it shows}, the file, {@code ---}, one finding per line. */
  @TestFactory
  Stream<DynamicTest> everyErrorIsToldAtOnceWithItsPath() {
    return Arrays.stream(resource("/fleet/refused.txt").split("(?m)^=== "))
        .skip(1)
        .map(
            text -> {
              String name = text.substring(0, text.indexOf('\n'));
              String[] parts = text.substring(text.indexOf('\n') + 1).split("(?m)^---\\n");
              return DynamicTest.dynamicTest(
                  name, () -> assertThat(findings(parts[0])).isEqualTo(parts[1].stripTrailing()));
            });
  }

  private static String findings(String file) {
    Checked checked = FleetFile.check(file.getBytes(StandardCharsets.UTF_8), true);
    return checked instanceof Checked.Refused refused
        ? refused.findings().stream()
            .map(f -> f.path() + " | " + f.problem() + " | " + f.action())
            .collect(Collectors.joining("\n"))
        : "accepted";
  }

  @Test
  void nearestValueWinsAndDefaultsFillTheRest() {
    List<LinkSpec> links = links(resource("/fleet/accepted.yaml"), true);

    assertThat(links).hasSize(4);
    LinkSpec sales = links.get(0);
    assertThat(sales.rollout()).isEqualTo("demo");
    assertThat(sales.generation()).isEqualTo(7);
    assertThat(sales.source().address()).isEqualTo("localhost:21401");
    assertThat(sales.source().endpointPort()).isEqualTo(5022);
    assertThat(sales.source().credentials()).isEqualTo("sql-admin");
    assertThat(sales.target().name()).isEqualTo("mi-west");
    assertThat(sales.names().availabilityGroup()).isEqualTo("AG_Sales");
    assertThat(sales.names().distributedAvailabilityGroup()).isEqualTo("DAG_Sales_mi_west");
    assertThat(sales.options().backupDirectory()).isEqualTo("/var/backups");
    assertThat(sales.options().allowEndpointChange()).isFalse();

    LinkSpec payroll = links.get(1);
    assertThat(payroll.database()).isEqualTo("HR & Payroll");
    assertThat(payroll.target().name()).isEqualTo("mi-north");
    assertThat(payroll.options().backupDirectory()).isEqualTo("/var/backups");
    assertThat(payroll.options().allowEndpointChange()).isTrue();
    assertThat(payroll.options().certificateLifetime()).isEqualTo(Duration.ofDays(30));

    LinkSpec second = links.get(2);
    assertThat(second.source().port()).isEqualTo(1433);
    assertThat(second.source().endpointPort()).isEqualTo(5023);
    assertThat(second.source().credentials()).isEqualTo("other");
    // one database on two instances: one availability group, two links
    assertThat(links.get(3).names().availabilityGroup())
        .isEqualTo(second.names().availabilityGroup());
    assertThat(links.get(3).names().distributedAvailabilityGroup())
        .isNotEqualTo(second.names().distributedAvailabilityGroup());
  }

  @Test
  void aPairNamesItsServersAndWhatIsWantedOfItsSession() {
    List<LinkSpec> links = links(resource("/fleet/pairs.yaml"), true);

    assertThat(links).hasSize(4);
    LinkSpec sales = links.get(0);
    assertThat(sales.partner().session()).isEqualTo(Target.Session.MIRRORING);
    assertThat(sales.partner().server().address()).isEqualTo("localhost:21402");
    assertThat(sales.partner().server().endpointPort()).isEqualTo(7024);
    assertThat(sales.partner().witness().name()).isEqualTo("HOST_C");
    assertThat(sales.options().backupDirectory()).isEqualTo("/var/backups");
    assertThat(sales.options().pair())
        .isEqualTo(
            new PairOptions(
                PairOptions.Safety.FULL, "HOST_B", null, false, null, null, null, null, null));

    LinkSpec stock = links.get(1);
    assertThat(stock.partner().witness()).isNull();
    assertThat(stock.options().pair())
        .isEqualTo(
            new PairOptions(
                PairOptions.Safety.OFF, null, PairOptions.Wanted.PAUSED, true,
                PairOptions.Authentication.WINDOWS, "/certificates", "/restore", "/data", "/log"));

    assertThat(links.get(2).partner().session())
        .isEqualTo(Target.Session.DISTRIBUTED_AVAILABILITY_GROUP);
    assertThat(links.get(2).names().distributedAvailabilityGroup()).isEqualTo("DAG_HR_HOST_B");
    assertThat(links.get(3).instance().name()).isEqualTo("mi-west");
    assertThat(links.get(3).options().pair()).isNull();
  }

  @Test
  void aFileOfPairsNeedsNoSubscription() {
    String file =
        """
        name: mirroring
        defaults: {credentials: sql-admin, endpointPort: 7024}
        servers:
          - name: HOST_A
            host: a
            endpointHost: 10.10.2.11
            databases: [{name: AdventureWorks, partner: HOST_B}]
          - {name: HOST_B, host: b, endpointHost: 10.10.2.12}
        """;

    assertThat(links(file, true)).singleElement().matches(LinkSpec::isPair);
  }

  @Test
  void theFleetOfTheDemoIsAccepted() throws IOException {
    String demo = Files.readString(Path.of("..", "deploy", "local", "fleet.yaml"));

    assertThat(links(demo, true)).hasSizeGreaterThanOrEqualTo(20);
  }

  @Test
  void jsonSaysTheSameAsYaml() {
    String json =
        """
        {"name": "demo", "subscription": "00000000-0000-0000-0000-000000000001",
         "defaults": {"credentials": "sql-admin", "instance": "mi-west"},
         "servers": [{"name": "SQL01", "host": "localhost", "port": 21401,
           "endpointHost": "10.10.1.11", "databases": ["Sales"]}]}
        """;

    assertThat(links(json, false))
        .singleElement()
        .extracting(LinkSpec::database)
        .isEqualTo("Sales");
  }

  @Test
  void jsonWithARepeatedKeyIsRefused() {
    String json = "{\"name\": \"a\", \"name\": \"b\"}";
    Checked checked = FleetFile.check(json.getBytes(StandardCharsets.UTF_8), false);

    assertThat(checked)
        .isInstanceOfSatisfying(
            Checked.Refused.class,
            refused ->
                assertThat(refused.findings())
                    .singleElement()
                    .satisfies(
                        f -> assertThat(f.problem()).contains("Duplicate field 'name'", "line 1")));
  }

  @Test
  void aFileThatIsTooLargeOrNotUtf8IsRefused() {
    Checked large = FleetFile.check(new byte[FleetReader.LARGEST + 1], true);
    Checked latin = FleetFile.check(new byte[] {'n', ':', ' ', (byte) 0xe4}, true);

    assertThat(large.toString()).contains("larger than 5 MB");
    assertThat(latin.toString()).contains("not UTF-8");
  }

  private static List<LinkSpec> links(String file, boolean yaml) {
    Checked checked = FleetFile.check(file.getBytes(StandardCharsets.UTF_8), yaml);
    assertThat(checked).isInstanceOf(Checked.Accepted.class);
    return ((Checked.Accepted) checked).fleet().links(id -> 7);
  }

  private static String resource(String name) {
    try (InputStream in = FleetFileTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
