package io.linkfleet.testing;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.kafka.common.test.KafkaClusterTestKit;
import org.apache.kafka.common.test.TestKitNodes;

/** The broker as a KRaft node in this process, on loopback; the only class that needs Kafka's kit. */
final class BrokerInProcess implements KafkaResource.Broker {
  // the broker tells its whole configuration; held here, since the log manager forgets the unheld
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("org.apache.kafka"),
          Logger.getLogger("kafka"),
          Logger.getLogger("state.change.logger"));

  private final KafkaClusterTestKit kit;

  BrokerInProcess() {
    QUIET.forEach(logger -> logger.setLevel(Level.SEVERE));
    TestKitNodes node =
        new TestKitNodes.Builder()
            .setCombined(true)
            .setNumBrokerNodes(1)
            .setNumControllerNodes(1)
            .build();
    try {
      kit =
          new KafkaClusterTestKit.Builder(node)
              .setConfigProp("auto.create.topics.enable", "false")
              .setConfigProp("group.initial.rebalance.delay.ms", "0")
              .setConfigProp("offsets.topic.num.partitions", "1")
              .setConfigProp("offsets.topic.replication.factor", "1")
              .setConfigProp("transaction.state.log.num.partitions", "1")
              .setConfigProp("transaction.state.log.replication.factor", "1")
              .setConfigProp("transaction.state.log.min.isr", "1")
              // 128 MB by default, which a small test heap does not have
              .setConfigProp("log.cleaner.dedupe.buffer.size", "4194304")
              .build();
      kit.format();
      kit.startup();
      kit.waitForReadyBrokers();
    } catch (Exception e) {
      throw new IllegalStateException("the broker did not start", e);
    }
  }

  @Override
  public String kind() {
    return "in this process";
  }

  @Override
  public String bootstrapServers() {
    return kit.bootstrapServers();
  }

  @Override
  public void close() throws Exception {
    kit.close();
  }
}
