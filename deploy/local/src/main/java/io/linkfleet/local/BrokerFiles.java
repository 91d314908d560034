package io.linkfleet.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Owns the configuration of the local Kafka broker: one node, loopback only, small. */
final class BrokerFiles {
  private BrokerFiles() {}

  /**
   * Writes the broker's configuration and that of its log.
   *
   * @return the broker's configuration
   */
  static Path write(Path directory, int port, int controllerPort) throws IOException {
    Files.createDirectories(directory);
    Path log4j = directory.resolve("log4j2.properties");
    Files.writeString(
        log4j,
        """
        status = error
        appender.out.type = Console
        appender.out.name = out
        appender.out.layout.type = PatternLayout
        appender.out.layout.pattern = %d %-5p %c{1} %m%n
        rootLogger.level = warn
        rootLogger.appenderRef.out.ref = out
        """);
    Path properties = directory.resolve("server.properties");
    Files.writeString(
        properties,
        """
        process.roles = broker,controller
        node.id = 1
        controller.quorum.bootstrap.servers = localhost:%2$d
        listeners = PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners = PLAINTEXT://localhost:%1$d
        controller.listener.names = CONTROLLER
        log.dirs = %3$s
        # Topics are part of the contract: a wrong name must fail, not make a topic.
        auto.create.topics.enable = false
        # One broker has one copy.
        offsets.topic.replication.factor = 1
        offsets.topic.num.partitions = 1
        transaction.state.log.replication.factor = 1
        transaction.state.log.min.isr = 1
        transaction.state.log.num.partitions = 1
        share.coordinator.state.topic.replication.factor = 1
        share.coordinator.state.topic.min.isr = 1
        share.coordinator.state.topic.num.partitions = 1
        # A consumer that comes first need not wait for others.
        group.initial.rebalance.delay.ms = 0
        # The default, 128 MB, does not fit into this heap.
        log.cleaner.dedupe.buffer.size = 4194304
        num.network.threads = 2
        num.io.threads = 4
        background.threads = 2
        """
            .formatted(port, controllerPort, propertyValue(directory.resolve("log"))));
    return properties;
  }

  private static String propertyValue(Path path) {
    return path.toString().replace("\\", "\\\\");
  }
}
