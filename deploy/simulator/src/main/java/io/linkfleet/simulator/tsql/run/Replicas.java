package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.tsql.DistributedMessage;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.syntax.Definition.Member;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The options of one replica or of one member of a distributed group: checked, then applied. */
final class Replicas {
  private static final int SHORTEST_TIMEOUT = 5;
  private static final String HOST = "(\\[[0-9a-fA-F:.%]+]|[^\\s:/;\\[\\]]+)";
  private static final Pattern ENDPOINT_URL =
      Pattern.compile("TCP://" + HOST + ":(\\d{1,5})", Pattern.CASE_INSENSITIVE);
  private static final Pattern LISTENER_URL =
      Pattern.compile(
          "TCP://" + HOST + ":(\\d{1,5})(;Server=\\[[^\\[\\]]+])?(;Database=\\[[^\\[\\]]+])?",
          Pattern.CASE_INSENSITIVE);

  private Replicas() {}

  /** A replica of CREATE AVAILABILITY GROUP. */
  static void check(Member member, String statement) {
    Map<String, String> options = member.options();
    if (!options.containsKey("FAILOVER_MODE")) {
      throw ObjectMessage.NO_FAILOVER_MODE.error(member.name());
    }
    if (!options.containsKey("AVAILABILITY_MODE")) {
      throw ObjectMessage.NO_AVAILABILITY_MODE.error(member.name());
    }
    checkModes(member, options.get("AVAILABILITY_MODE"), options.get("FAILOVER_MODE"), statement);
    checkTimeout(member, statement);
    String url = options.get("ENDPOINT_URL");
    if (url == null) {
      throw ObjectMessage.NO_ENDPOINT_URL.error(member.name());
    }
    checkEndpointUrl(url);
  }

  /** A change of an existing replica: what is not named stays. */
  static void checkChange(Member member, Replica replica, String statement) {
    Map<String, String> options = member.options();
    checkModes(
        member,
        options.getOrDefault(
            "AVAILABILITY_MODE",
            replica.availabilityMode == 1 ? "SYNCHRONOUS_COMMIT" : "ASYNCHRONOUS_COMMIT"),
        options.getOrDefault("FAILOVER_MODE", replica.failoverMode == 0 ? "AUTOMATIC" : "MANUAL"),
        statement);
    checkTimeout(member, statement);
    if (options.containsKey("ENDPOINT_URL")) {
      checkEndpointUrl(options.get("ENDPOINT_URL"));
    }
  }

  private static void checkModes(
      Member member, String availability, String failover, String statement) {
    if (availability.equals("CONFIGURATION_ONLY") || failover.equals("EXTERNAL")) {
      throw Message.NOT_SIMULATED.error("CONFIGURATION_ONLY replicas and EXTERNAL failover");
    }
    if (availability.equals("ASYNCHRONOUS_COMMIT") && failover.equals("AUTOMATIC")) {
      throw ObjectMessage.ASYNC_AUTOMATIC.error(statement, member.name());
    }
  }

  static void checkTimeout(Member member, String statement) {
    String timeout = member.options().get("SESSION_TIMEOUT");
    if (timeout != null && Integer.parseInt(timeout) < SHORTEST_TIMEOUT) {
      throw ObjectMessage.SESSION_TIMEOUT_LOW.error(statement, member.name(), SHORTEST_TIMEOUT);
    }
  }

  private static void checkEndpointUrl(String url) {
    if (!isAddress(ENDPOINT_URL, url)) {
      throw ObjectMessage.BAD_ENDPOINT_URL.error(url);
    }
  }

  /** The part behind the port is understood only with the Azure Connect feature. */
  static void checkListenerUrl(String url, boolean azureConnect) {
    boolean right = isAddress(LISTENER_URL, url) && (azureConnect || isAddress(ENDPOINT_URL, url));
    if (!right) {
      throw DistributedMessage.BAD_LISTENER_URL.error(url);
    }
  }

  private static boolean isAddress(Pattern pattern, String url) {
    var matcher = pattern.matcher(url);
    if (!matcher.matches()) {
      return false;
    }
    int port = Integer.parseInt(matcher.group(2));
    return port > 0 && port < 65536;
  }

  /** Copies the options that are named. */
  static void apply(Member member, Replica replica) {
    member
        .options()
        .forEach(
            (option, value) -> {
              switch (option) {
                case "ENDPOINT_URL", "LISTENER_URL" -> replica.endpointUrl = value;
                case "AVAILABILITY_MODE" ->
                    replica.availabilityMode = value.equals("SYNCHRONOUS_COMMIT") ? 1 : 0;
                case "FAILOVER_MODE" -> replica.failoverMode = value.equals("AUTOMATIC") ? 0 : 1;
                case "SEEDING_MODE" -> replica.seedingMode = value.equals("AUTOMATIC") ? 0 : 1;
                case "SESSION_TIMEOUT" -> replica.sessionTimeoutSeconds = Integer.parseInt(value);
                case "BACKUP_PRIORITY" -> replica.backupPriority = Integer.parseInt(value);
                case "PRIMARY_ROLE" ->
                    replica.primaryConnections = value.equals("READ_WRITE") ? 3 : 2;
                case "SECONDARY_ROLE" ->
                    replica.secondaryConnections =
                        Math.max(0, List.of("NO", "READ_ONLY", "ALL").indexOf(value));
                default -> throw Message.NOT_SIMULATED.error("the replica option " + option);
              }
            });
  }
}
