package io.linkfleet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WorldTest {
  private static final YAMLMapper YAML = new YAMLMapper();
  private final World world = new World(10, 10);

  @Test
  void everyDatabaseOfTheEstateIsInTheFleetUnderANameOfItsOwn() throws IOException {
    assertThat(databases(YAML.readTree(world.fleet("x", 0))))
        .hasSize(world.links())
        .isEqualTo(databases(YAML.readTree(world.estate())));
  }

  @Test
  void serversAreOfEveryVersionAndReachedOnPortsOfTheStack() throws IOException {
    JsonNode estate = YAML.readTree(world.estate());
    JsonNode fleet = YAML.readTree(world.fleet("x", 500));

    assertThat(estate.path("servers")).extracting(server -> server.path("version").asInt())
        .containsOnly(2016, 2017, 2019, 2022, 2025);
    for (int i = 0; i < world.servers(); i++) {
      assertThat(fleet.path("servers").get(i).path("port").asInt())
          .isEqualTo(estate.path("servers").get(i).path("port").asInt() + 500);
    }
  }

  @Test
  void oneLinkAloneIsPartOfTheWhole() throws IOException {
    JsonNode one = YAML.readTree(world.fleet("x", 0, 3, 4));

    assertThat(databases(one)).hasSize(1);
    assertThat(databases(YAML.readTree(world.fleet("x", 0)))).containsAll(databases(one));
  }

  private static Set<String> databases(JsonNode file) {
    Set<String> names = new HashSet<>();
    file.path("servers")
        .forEach(
            server ->
                server.path("databases")
                    .forEach(
                        database ->
                            assertThat(names.add(database.path("name").asText())).isTrue()));
    return names;
  }
}
