package io.linkfleet.local;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/**
 * Runs the Kafka broker: formats its storage the first time, then is {@code kafka.Kafka}.
 *
 * <p>Both in one process, since the start of a JVM costs a second of a core.
 */
public final class BrokerMain {
  private BrokerMain() {}

  /** Takes the path of server.properties. */
  public static void main(String[] arguments) {
    Path properties = Path.of(arguments[0]);
    if (!Files.exists(properties.resolveSibling("log/meta.properties"))) {
      String[] format = {
        "format", "--standalone", "-t", Uuid.randomUuid().toString(), "-c", properties.toString()
      };
      int code = StorageTool.execute(format, System.out);
      if (code != 0) {
        System.exit(code);
      }
    }
    Kafka.main(new String[] {properties.toString()});
  }
}
