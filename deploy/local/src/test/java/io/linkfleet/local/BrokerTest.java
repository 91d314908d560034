package io.linkfleet.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.Topics;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerTest {
  @TempDir Path home;
  private ProcessTable table;
  private Children children;
  private Programs programs;

  @BeforeEach
  void freePorts() throws Exception {
    Layout layout = new Layout(Path.of("../.."), home);
    Files.createDirectories(layout.logs());
    table = new ProcessTable(layout.processes());
    children = new Children(table);
    try (ServerSocket free = new ServerSocket(0)) {
      programs = new Programs(layout, free.getLocalPort() - Programs.kafkaPort(0), null, false);
    }
  }

  @AfterEach
  void stop() {
    Stopping.stop(table.read());
  }

  @Test
  void startsAsAProcessAndHasEveryTopicAsTheContractSays() throws Exception {
    int port = Integer.parseInt(programs.bootstrapServers().split(":")[1]);
    Path properties = BrokerFiles.write(home.resolve("data/kafka"), port, port + 1);

    Children.awaitReady(children.start(programs.broker(properties)));
    TopicAdmin topics = new TopicAdmin(programs.bootstrapServers(), Map.of());
    List<TopicAdmin.Outcome> first = topics.create(6, (short) 1, Duration.ofSeconds(30));
    List<TopicAdmin.Outcome> again = topics.create(6, (short) 1, Duration.ofSeconds(30));

    assertThat(first).allMatch(TopicAdmin.Outcome::created).hasSize(Topics.ALL.size());
    assertThat(again).allMatch(one -> !one.created() && one.failure() == null);
    Map<String, Object> client = Map.of("bootstrap.servers", programs.bootstrapServers());
    try (Admin admin = Admin.create(client)) {
      var description =
          admin.describeTopics(List.of(Topics.LINK_REQUESTED)).allTopicNames().get();
      assertThat(description.get(Topics.LINK_REQUESTED).partitions()).hasSize(6);
      var topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.LINK_REQUESTED);
      var config = admin.describeConfigs(List.of(topic)).all().get().get(topic);
      assertThat(config.get("cleanup.policy").value()).isEqualTo("compact");
    }
  }

  @Test
  void aProcessThatDiesWhileStartingIsReportedWithTheEndOfItsLog() throws Exception {
    Path log = home.resolve("logs/broken.log");
    Program broken =
        new Program(
            "broken",
            1,
            List.of("/bin/sh", "-c", "echo the reason; exit 3"),
            Map.of(),
            log,
            URI.create("http://localhost:1/"),
            Duration.ofSeconds(20));
    Children.Child child = children.start(broken);

    var problem =
        org.assertj.core.api.Assertions.catchThrowableOfType(
            StackProblem.class, () -> Children.awaitReady(child));

    assertThat(problem).hasMessageContaining("exit code 3").hasMessageContaining(log.toString());
    assertThat(problem.details()).containsExactly("the reason");
  }
}
