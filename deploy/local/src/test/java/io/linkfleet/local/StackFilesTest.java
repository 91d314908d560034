package io.linkfleet.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackFilesTest {
  private static final String ESTATE =
      """
      azure: {subscription: s, tenant: t, port: 21443}
      control: {port: 21480}
      servers:
        - {name: SQL01, port: 21401, endpoint: {name: Hadr, port: 5022}}
      logins:
        - {name: linkfleet, password: "${ADMIN}", role: sysadmin}
        - {name: watcher, password: "${WATCHER}", role: monitor}
      """;

  @TempDir Path home;

  @Test
  void anOffsetMovesThePortsOfThisMachineAndNoOthers() throws Exception {
    Path file = Files.writeString(home.resolve("estate.yaml"), ESTATE);

    EstateFile estate = EstateFile.read(file, 1000);
    estate.write(home.resolve("moved.yaml"));

    assertThat(estate.ports())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("control", 22480, "azure", 22443, "SQL01", 22401));
    assertThat(Files.readString(home.resolve("moved.yaml"))).contains("5022").contains("22401");
  }

  @Test
  void theFleetAsksForEveryDatabaseOfTheEstate() throws Exception {
    JsonNode estate = yaml("estate.yaml");
    JsonNode fleet = yaml("fleet.yaml");

    assertThat(asked(fleet)).isEqualTo(there(estate)).hasSizeGreaterThanOrEqualTo(20);
    assertThat(fleet.path("subscription")).isEqualTo(estate.path("azure").path("subscription"));
  }

  @Test
  void theMirroringFleetAsksForEveryDatabaseOfItsEstateOnServersOfIt() throws Exception {
    JsonNode estate = yaml("mirroring-estate.yaml");
    JsonNode fleet = yaml("mirroring.yaml");

    assertThat(asked(fleet)).isEqualTo(there(estate)).hasSizeGreaterThanOrEqualTo(7);
    assertThat(servers(fleet)).isEqualTo(servers(estate));
  }

  @Test
  void anOffsetLeavesTheWordsOfAFleetAsTheyAre() {
    String moved = EstateFile.fleet(Path.of("mirroring.yaml"), 1000);

    assertThat(moved).contains("safety: \"off\"").doesNotContain("false").contains("22401");
  }

  private static JsonNode yaml(String file) throws IOException {
    return new YAMLMapper().readTree(Path.of(file).toFile());
  }

  private static Set<String> there(JsonNode estate) {
    Set<String> there = new TreeSet<>();
    for (JsonNode server : estate.path("servers")) {
      String at = server.path("port").asText() + " " + server.path("ip").asText() + " ";
      server.path("databases").forEach(one -> there.add(at + one.path("name").asText()));
    }
    return there;
  }

  private static Set<String> asked(JsonNode fleet) {
    Set<String> asked = new TreeSet<>();
    for (JsonNode server : fleet.path("servers")) {
      String at = server.path("port").asText() + " " + server.path("endpointHost").asText() + " ";
      server
          .path("databases")
          .forEach(one -> asked.add(at + (one.isTextual() ? one : one.path("name")).asText()));
    }
    return asked;
  }

  private static Set<String> servers(JsonNode file) {
    Set<String> names = new TreeSet<>();
    file.path("servers")
        .forEach(
            server -> names.add(server.path("name").asText() + " " + server.path("port").asText()));
    return names;
  }

  @Test
  void everySecretIsForItsOwnerAlone() throws Exception {
    Path file = Files.writeString(home.resolve("estate.yaml"), ESTATE);
    Path directory = home.resolve("secrets");

    StackSecrets secrets =
        StackSecrets.create(directory, EstateFile.read(file, 0).logins());

    try (Stream<Path> all = Files.walk(directory)) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertThat(files).hasSize(15);
      for (Path one : files) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
            .isEqualTo("rw-------");
      }
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(secrets.ofSimulator()).containsOnlyKeys("ADMIN", "WATCHER");
    ServiceProcess monitor = ServiceProcess.ALL.get(4);
    assertThat(secrets.of(monitor).resolve("credentials/sql-admin/username"))
        .hasContent("watcher");
    assertThat(secrets.of(monitor).resolve("credentials/sql-admin/password"))
        .hasContent(secrets.ofSimulator().get("WATCHER"));
  }
}
