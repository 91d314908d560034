package io.linkfleet.acceptance.faults;

import io.linkfleet.local.TopicAdmin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Owns a second stack beside the first, in the same world: a broker, a secret store and services of
 * its own, which share nothing with those of the first but the servers and Azure.
 */
final class SecondStack implements AutoCloseable {
  private static final String PREFIX = "second-";
  private static final String BROKER = "kafka-second";
  private static final int PORT = 21531;
  private static final int PARTITIONS = 6;

  private final Processes processes;
  private final List<String> names = new ArrayList<>();
  private Stack stack;

  private SecondStack(Processes processes) {
    this.processes = processes;
  }

  static SecondStack start(Stack first) {
    SecondStack second = new SecondStack(first.processes());
    try {
      second.startBeside(first);
      return second;
    } catch (RuntimeException | Error e) {
      second.close();
      throw e;
    }
  }

  /** How it sees the world. */
  Stack stack() {
    return stack;
  }

  private void startBeside(Stack first) {
    int port = PORT + first.offset();
    String bootstrap = "localhost:" + port;
    processes.broker(BROKER, port, port + 1);
    names.add(BROKER);
    processes.awaitReady(BROKER);
    List<TopicAdmin.Outcome> topics =
        new TopicAdmin(bootstrap, Map.of())
            .create(PARTITIONS, (short) 1, Duration.ofSeconds(60));
    if (!topics.stream().allMatch(TopicAdmin.Outcome::created)) {
      throw new IllegalStateException("not a broker of its own: " + topics);
    }
    for (String service : Processes.SERVICES) {
      String name = PREFIX + service;
      Path secrets = first.layout().secrets().resolve(name);
      copy(first.secretsOf(service), secrets);
      processes.twin(
          service,
          name,
          port + 2 + Processes.SERVICES.indexOf(service),
          Map.of(
              "KAFKA_BOOTSTRAP_SERVERS", bootstrap,
              "LINKFLEET_SECRETS_DIRECTORY", secrets.toString()));
      names.add(name);
    }
    names.forEach(processes::awaitReady);
    stack = first.seenBy(PREFIX, new Bus(bootstrap));
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Its processes are gone; what it kept stays where the first keeps its own. */
  @Override
  public void close() {
    if (stack != null) {
      stack.close();
    }
    // the broker last, so that nobody complains of its loss
    for (int i = names.size() - 1; i >= 0; i--) {
      processes.remove(names.get(i));
    }
  }
}
