package io.linkfleet.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Owns the servers and databases that a measurement works on, as the two files that the stack reads.
 *
 * <p>Servers of every version in turn; on each, one database without a backup, one in SIMPLE
 * recovery, the others ready; instances in turn as well.
 *
 * @param servers how many SQL Servers
 * @param databases how many databases on each
 */
record World(int servers, int databases) {
  /** The login of the monitor, which changes nothing. */
  static final String MONITOR = "linkfleet_monitor";

  private static final long MEGABYTES = 64;
  private static final int FIRST_PORT = 21401;
  private static final String SUBSCRIPTION = "6f1c2f0e-3a54-4d1b-9c70-51a5e0a4d001";
  private static final List<String> VERSIONS = List.of("2022", "2019", "2017", "2016", "2025");
  private static final List<String> INSTANCES = List.of("mi-one", "mi-two");

  int links() {
    return servers * databases;
  }

  private static String server(int number) {
    return String.format("BENCH%02d", number);
  }

  /** Unique in the fleet, since two servers may share an instance. */
  private static String database(int server, int number) {
    return String.format("Data_%02d_%02d", server, number);
  }

  String estate() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        azure: {subscription: %s, tenant: %s, port: 21443, operation: PT2S}
        control: {port: 21480}
        logins:
          - {name: linkfleet, password: "${LINKFLEET_SQL_PASSWORD}", role: sysadmin}
          - {name: %s, password: "${LINKFLEET_MONITOR_PASSWORD}", role: monitor}
        instances:
        """
            .formatted(SUBSCRIPTION, SUBSCRIPTION, MONITOR));
    for (String name : INSTANCES) {
      text.append(
          "  - {name: %s, resourceGroup: rg-%s, location: westeurope, dnsZone: 0a1b2c3d4e5f}\n"
              .formatted(name, name));
    }
    text.append("servers:\n");
    for (int s = 1; s <= servers; s++) {
      String version = VERSIONS.get((s - 1) % VERSIONS.size());
      text.append(
          "  - name: %s\n    version: %s\n    port: %d\n    ip: 10.30.0.%d\n    databases:\n"
              .formatted(server(s), version, FIRST_PORT + s - 1, s));
      for (int d = 1; d <= databases; d++) {
        String state = d == 1 ? ", backup: none" : d == 2 ? ", recovery: SIMPLE" : "";
        text.append(
            "      - {name: %s, size: %d MB%s}\n".formatted(database(s, d), MEGABYTES, state));
      }
    }
    return text.toString();
  }

  /** The request for all links. */
  String fleet(String name, int offset) {
    return fleetOf(name, offset, 1, servers);
  }

  /** The request for all links of the servers from the first to the last of these numbers. */
  String fleetOf(String name, int offset, int first, int last) {
    StringBuilder text = new StringBuilder(head(name));
    for (int s = first; s <= last; s++) {
      text.append(serverHead(s, offset));
      for (int d = 1; d <= databases; d++) {
        text.append(entry(s, d));
      }
    }
    return text.toString();
  }

  /** The request for one link alone. */
  String fleet(String name, int offset, int server, int database) {
    return head(name) + serverHead(server, offset) + entry(server, database);
  }

  private static String head(String name) {
    return """
        name: %s
        subscription: %s
        defaults: {credentials: sql-admin}
        servers:
        """
        .formatted(name, SUBSCRIPTION);
  }

  private static String serverHead(int server, int offset) {
    return """
          - name: %s
            host: localhost
            port: %d
            endpointHost: 10.30.0.%d
            databases:
        """
        .formatted(server(server), FIRST_PORT + server - 1 + offset, server);
  }

  private static String entry(int server, int number) {
    return "      - {name: %s, instance: %s}\n"
        .formatted(database(server, number), INSTANCES.get((number - 1) % INSTANCES.size()));
  }

  /** The bytes of each server's databases. */
  Map<String, Long> bytesByServer() {
    Map<String, Long> bytes = new HashMap<>();
    for (int s = 1; s <= servers; s++) {
      bytes.put(server(s), databases * (MEGABYTES << 20));
    }
    return bytes;
  }
}
