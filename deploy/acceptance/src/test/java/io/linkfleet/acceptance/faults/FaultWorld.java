package io.linkfleet.acceptance.faults;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Owns the servers and databases of the experiments, as the files that the stack reads.
 *
 * <p>Servers of every version in turn; on each, one database without a backup, one in SIMPLE
 * recovery, the others ready. One more server has {@link OddNames}. Every ten servers have two
 * instances of their own, in turn, since an instance takes no more than 100 databases.
 *
 * @param servers how many SQL Servers
 * @param databases how many databases on each
 */
record FaultWorld(int servers, int databases) {
  private static final int FIRST_PORT = 11001;
  static final String SUBSCRIPTION = "6f1c2f0e-3a54-4d1b-9c70-51a5e0a4d001";
  private static final List<String> VERSIONS = List.of("2022", "2019", "2017", "2016", "2025");
  private static final int SERVERS_PER_INSTANCES = 10;

  /** What a server in a Windows domain runs as. */
  static final String ACCOUNT = "CORP\\sql-service";

  /**
   * One simulated server.
   *
   * @param number from 1
   */
  record Server(int number) {
    String name() {
      return String.format(Locale.ROOT, "FAULT%03d", number);
    }

    String address() {
      return "10.40.%d.%d".formatted(number / 200, number % 200 + 1);
    }

    int port(int offset) {
      return FIRST_PORT + number - 1 + offset;
    }

    String database(int database) {
      return String.format(Locale.ROOT, "Data_%03d_%02d", number, database);
    }

    String version() {
      return VERSIONS.get((number - 1) % VERSIONS.size());
    }
  }

  /**
   * Two simulated servers, one of which is to have copies of databases of the other.
   *
   * @param witness a third one that watches both, or null
   * @param databases their names on the source
   * @param session as a fleet file calls it
   */
  record Pair(
      Server source, Server partner, Server witness, List<String> databases, String session) {
    Pair(Server source, Server partner, Server witness, List<String> databases) {
      this(source, partner, witness, databases, "mirroring");
    }

    boolean isMirrored() {
      return session.equals("mirroring");
    }

    Stream<Server> servers() {
      return Stream.of(source, partner, witness).filter(server -> server != null);
    }
  }

  /**
   * Makes pairs of servers; the one that is left over is the witness of all. A partner is never
   * older than its source, whose backups it could not restore.
   */
  static List<Pair> pairs(List<Server> servers, int databases) {
    List<Server> sorted =
        servers.stream().sorted(Comparator.comparing(Server::version)).toList();
    Server witness = sorted.size() % 2 == 0 ? null : sorted.get(sorted.size() - 1);
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < sorted.size(); i += 2) {
      Server source = sorted.get(i);
      pairs.add(
          new Pair(
              source,
              sorted.get(i + 1),
              witness,
              IntStream.rangeClosed(1, databases).mapToObj(source::database).toList()));
    }
    return List.copyOf(pairs);
  }

  /**
   * Two of these servers, seven or more, for an availability group without a cluster or a mirrored
   * database that changes sides. They are of one version, since a database that was opened by a
   * newer one never goes back.
   */
  static Pair grouped(List<Server> servers, String session) {
    int turn = VERSIONS.size();
    return IntStream.range(0, servers.size() - turn)
        .filter(i -> !servers.get(i).version().equals("2016"))
        .mapToObj(
            i ->
                new Pair(
                    servers.get(i),
                    servers.get(i + turn),
                    null,
                    List.of(servers.get(i).database(1)),
                    session))
        .findFirst()
        .orElseThrow();
  }

  List<Server> all() {
    return IntStream.rangeClosed(1, servers).mapToObj(Server::new).toList();
  }

  private static String instance(int server, int turn) {
    String name = turn % 2 == 0 ? "mi-one" : "mi-two";
    int group = server / SERVERS_PER_INSTANCES;
    return group == 0 ? name : name + "-" + group;
  }

  private List<String> instances() {
    return IntStream.rangeClosed(0, (servers + 1) / SERVERS_PER_INSTANCES)
        .boxed()
        .flatMap(
            group ->
                IntStream.of(0, 1)
                    .mapToObj(turn -> instance(group * SERVERS_PER_INSTANCES, turn)))
        .toList();
  }

  /** The server with odd names. */
  Server odd() {
    return new Server(servers + 1);
  }

  /**
   * Two servers in one Windows domain: the source runs as an account of Windows, so it is known as
   * its computer, and the partner as {@link #ACCOUNT}.
   */
  Pair windows() {
    Server source = new Server(servers + 2);
    return new Pair(
        source, new Server(servers + 3), null, List.of(source.database(1)));
  }

  String estate() {
    StringBuilder text = new StringBuilder();
    text.append(
        """
        azure: {subscription: %s, tenant: %s, port: 21443, operation: PT1S}
        control: {port: 21480}
        logins:
          - {name: linkfleet, password: "${LINKFLEET_SQL_PASSWORD}", role: sysadmin}
          - {name: linkfleet_monitor, password: "${LINKFLEET_MONITOR_PASSWORD}", role: monitor}
          - {name: %s, password: "%s", role: sysadmin}
        instances:
        """
            .formatted(SUBSCRIPTION, SUBSCRIPTION, Dba.LOGIN, Dba.PASSWORD));
    for (String name : instances()) {
      text.append(
          "  - {name: %s, resourceGroup: rg-%s, location: westeurope, dnsZone: 0a1b2c3d4e5f}\n"
              .formatted(name, name));
    }
    text.append("servers:\n");
    for (Server server : all()) {
      text.append(estate(server, server.version(), ""));
    }
    text.append(OddNames.estate(odd()));
    Pair windows = windows();
    text.append(estate(windows.source(), "2022", "    domain: CORP\n"));
    return text.append(
            estate(
                windows.partner(), "2022",
                "    domain: CORP\n    serviceAccount: %s\n".formatted(ACCOUNT)))
        .toString();
  }

  private String estate(Server server, String version, String more) {
    StringBuilder text = new StringBuilder();
    text.append(
        "  - name: %s\n    version: %s\n    port: %d\n    ip: %s\n%s    databases:\n"
            .formatted(server.name(), version, server.port(0), server.address(), more));
    for (int d = 1; d <= databases; d++) {
      String state = d == 2 ? ", backup: none" : d == 3 ? ", recovery: SIMPLE" : "";
      text.append("      - {name: %s, size: 16 MB%s}\n".formatted(server.database(d), state));
    }
    return text.toString();
  }

  /** The request for the first databases of some servers. */
  String fleet(String name, List<Server> wanted, int most, int offset) {
    StringBuilder text =
        new StringBuilder(
            """
            name: %s
            subscription: %s
            defaults: {credentials: sql-admin}
            servers:
            """
                .formatted(name, SUBSCRIPTION));
    for (Server server : wanted) {
      text.append(
          "  - name: %s\n    host: localhost\n    port: %d\n    endpointHost: %s\n    databases:\n"
              .formatted(server.name(), server.port(offset), server.address()));
      for (int d = 1; d <= Math.min(most, databases); d++) {
        text.append(
            "      - {name: %s, instance: %s}\n"
                .formatted(
                    server.database(d), instance(server.number(), server.number() + d)));
      }
    }
    return text.toString();
  }

  /**
   * The request for the databases of pairs.
   *
   * @param options what is wanted besides the usual, as YAML within braces; may be empty
   */
  static String fleet(String name, List<Pair> wanted, String options, int offset) {
    StringBuilder text =
        new StringBuilder(
            """
            name: %s
            defaults: {credentials: sql-admin, options: {backupDirectory: '%s'%s}}
            servers:
            """
                .formatted(name, Person.SHARE, options.isEmpty() ? "" : ", " + options));
    for (Server server : wanted.stream().flatMap(Pair::servers).distinct().toList()) {
      text.append(
          "  - name: %s\n    host: localhost\n    port: %d\n    endpointHost: %s\n"
              .formatted(server.name(), server.port(offset), server.address()));
      wanted.stream()
          .filter(pair -> pair.source().equals(server))
          .forEach(pair -> text.append(databases(pair)));
    }
    return text.toString();
  }

  private static String databases(Pair pair) {
    StringBuilder text = new StringBuilder("    partner: " + pair.partner().name() + "\n");
    if (!pair.isMirrored()) {
      text.append("    session: ").append(pair.session()).append('\n');
    }
    if (pair.witness() != null) {
      text.append("    witness: ").append(pair.witness().name()).append('\n');
    }
    text.append("    databases:\n");
    for (String database : pair.databases()) {
      text.append("      - name: '").append(database.replace("'", "''")).append("'\n");
    }
    return text.toString();
  }
}
