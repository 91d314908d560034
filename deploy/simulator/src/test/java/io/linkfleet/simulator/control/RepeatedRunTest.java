package io.linkfleet.simulator.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.exception.HttpResponseException;
import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.simulator.Simulator;
import io.linkfleet.simulator.azure.SdkFixture;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * One seed settles everything that happens by chance: the same script leaves the same record, in
 * another process of another minute, although its servers are used at the same time.
 */
@Timeout(180)
class RepeatedRunTest {
  private static final int TIMES = 25;

  @Test
  void theSameSeedLeavesTheSameRecord() {
    Record first = run(4711);
    Record again = run(4711);
    Record other = run(4712);

    assertThat(again).isEqualTo(first);
    assertThat(other).as("another seed").isNotEqualTo(first);
    assertThat(first.sql01()).as("some came through").anyMatch(line -> line.contains("OK"));
    assertThat(Stream.of(first.sql01(), first.azure()).flatMap(List::stream))
        .as("some were disturbed")
        .anyMatch(line -> line.contains("fault") || line.contains("false"));
  }

  /** What each server and Azure saw, in its order. Between them there is no order to repeat. */
  private record Record(List<String> sql01, List<String> sql02, List<String> azure) {}

  private static Record run(int seed) {
    try (Simulator simulator = Simulator.start(estate())) {
      var control = new Control(simulator);
      control.put("/settings", "{\"seed\": " + seed + "}");
      for (String fault :
          List.of(
              "{\"statement\": \"CREATE LOGIN\", \"times\": 0, \"probability\": 0.3}",
              "{\"statement\": \"DROP\", \"when\": \"after\", \"times\": 0, \"probability\": 0.3}",
              "{\"statement\": \"SELECT\", \"server\": \"SQL02\", \"times\": 0,"
                  + " \"probability\": 0.5}")) {
        control.post("/sql/faults", fault);
      }
      control.post(
          "/azure/faults", "{\"status\": 500, \"times\": 99, \"probability\": 0.4}");
      CompletableFuture.allOf(
              CompletableFuture.runAsync(() -> use(control, "SQL01")),
              CompletableFuture.runAsync(() -> use(control, "SQL02")),
              CompletableFuture.runAsync(() -> askAzure(simulator)))
          .join();
      List<JsonNode> all = control.record("");
      return new Record(of(all, "SQL01"), of(all, "SQL02"), azure(all));
    }
  }

  private static String estate() {
    return SdkFixture.ESTATE + "  - {name: SQL02, version: 2019, ip: 10.0.0.12}\n";
  }

  private static void use(Control control, String server) {
    for (int i = 0; i < TIMES; i++) {
      for (String statement :
          List.of(
              "CREATE LOGIN [l" + i + "] WITH PASSWORD = N'Str0ng-enough!'",
              "SELECT COUNT(*) FROM sys.server_principals",
              "DROP LOGIN [l" + i + "]")) {
        try (Connection sql = control.connect(server)) {
          Control.run(sql, statement);
        } catch (SQLException disturbed) {
          // what came of it is on the record
        }
      }
    }
  }

  private static void askAzure(Simulator simulator) {
    var azure = SdkFixture.client(simulator).getManagedInstances();
    for (int i = 0; i < TIMES; i++) {
      try {
        azure.getByResourceGroup("rg-west", "mi-west");
      } catch (HttpResponseException disturbed) {
        // what came of it is on the record
      }
    }
  }

  private static List<String> of(List<JsonNode> all, String server) {
    return all.stream()
        .filter(effect -> effect.path("where").asText().equals(server))
        .map(RepeatedRunTest::line)
        .toList();
  }

  private static List<String> azure(List<JsonNode> all) {
    return all.stream()
        .filter(effect -> effect.path("kind").asText().startsWith("AZURE"))
        .map(RepeatedRunTest::line)
        .toList();
  }

  /** Everything but the moment, the duration and the place on the record. */
  private static String line(JsonNode effect) {
    return String.join(
        " | ",
        effect.path("login").asText(),
        effect.path("kind").asText(),
        effect.path("text").asText(),
        effect.path("outcome").asText(),
        effect.path("answered").asText());
  }
}
