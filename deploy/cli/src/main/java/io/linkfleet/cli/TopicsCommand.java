package io.linkfleet.cli;

import io.linkfleet.local.TopicAdmin;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Owns {@code topics}: creates every topic on a Kafka cluster, before any service is installed. */
@Command(
    name = "topics",
    description = "Creates the topics that a Kafka cluster lacks; the others stay as they are.")
final class TopicsCommand implements Callable<Integer> {
  private final Context context;

  @Option(
      names = "--bootstrap",
      required = true,
      paramLabel = "HOST:PORT,...",
      description = "the brokers")
  private String bootstrap;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "properties of the Kafka client, for example its security")
  private Path config;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "partitions of each topic (${DEFAULT-VALUE})")
  private int partitions = 6;

  @Option(
      names = "--replication",
      paramLabel = "N",
      description = "copies of each partition; -1: as the brokers are set (${DEFAULT-VALUE})")
  private short replication = -1;

  TopicsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, String> client = new HashMap<>();
    if (config != null) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(config)) {
        properties.load(reader);
      }
      properties.forEach((name, value) -> client.put(name.toString(), value.toString()));
    }
    List<TopicAdmin.Outcome> outcomes =
        new TopicAdmin(bootstrap, client).create(partitions, replication, Duration.ofSeconds(30));
    for (TopicAdmin.Outcome outcome : outcomes) {
      String what =
          outcome.failure() != null
              ? "failed: " + outcome.failure()
              : outcome.created() ? "created" : "is there already";
      context.say(Text.pad(outcome.topic(), 34) + " " + what);
    }
    return outcomes.stream().allMatch(one -> one.failure() == null) ? Exit.OK : Exit.NO;
  }
}
