package io.linkfleet.event;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.utils.Utils;

/**
 * Puts all links of one source server into one partition: a link's id begins with its server, up to
 * the first dot.
 *
 * <p>It looks at the key alone, so tombstones land where the record was.
 */
public class ServerPartitioner implements Partitioner {
  @Override
  public int partition(
      String topic, Object key, byte[] keyBytes, Object value, byte[] bytes, Cluster cluster) {
    int partitions = cluster.partitionCountForTopic(topic);
    if (keyBytes == null) {
      return 0;
    }
    String id = new String(keyBytes, StandardCharsets.UTF_8);
    int dot = id.indexOf('.');
    byte[] server = (dot < 0 ? id : id.substring(0, dot)).getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(server)) % partitions;
  }

  @Override
  public void close() {}

  @Override
  public void configure(Map<String, ?> configuration) {}
}
