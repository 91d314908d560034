package io.linkfleet.monitor.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkNames;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.SourceServer;
import io.linkfleet.event.Target;
import io.linkfleet.sqlserver.Sql;
import io.linkfleet.sqlserver.SqlConnection;
import io.linkfleet.sqlserver.Statement;
import io.linkfleet.testing.SimulatedSite;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Three simulated servers that trust each other by certificates, made as the articles say. */
final class MirroredEstate implements AutoCloseable {
  static final List<String> HOSTS = List.of("HOST_A", "HOST_B", "HOST_C");
  static final String DATABASE = "O'Brien [old]";

  private static final String ESTATE =
      """
      azure: {subscription: s, tenant: t}
      logins:
        - {name: linkfleet, password: "Sim-1-only!", role: sysadmin}
        - {name: monitor, password: "Sim-2-only!", role: monitor}
      servers:
        - {name: HOST_A, version: 2022, ip: 10.30.0.1,
           databases: [{name: "O'Brien [old]", size: 1 MB}]}
        - {name: HOST_B, version: 2022, ip: 10.30.0.2}
        - {name: HOST_C, version: 2022, ip: 10.30.0.3}
      """;

  final SimulatedSite site = SimulatedSite.start(ESTATE);
  private final Map<String, Evidence.Host> shown = new TreeMap<>();

  MirroredEstate() {
    site.world().settings.connectDelay = Duration.ofMillis(30);
    HOSTS.forEach(this::outbound);
    for (String host : HOSTS) {
      HOSTS.stream().filter(guest -> !guest.equals(host)).forEach(guest -> inbound(host, guest));
    }
  }

  void run(String host, String... statements) {
    try (SqlConnection sql = site.servers().open(site.server(host))) {
      for (String statement : statements) {
        sql.execute("preparing", Statement.of(statement));
      }
    }
  }

  private void outbound(String host) {
    run(
        host,
        "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Str0ng-enough!'",
        "CREATE CERTIFICATE %1$s_cert WITH SUBJECT = '%1$s', EXPIRY_DATE = '20401231'"
            .formatted(host),
        """
        CREATE ENDPOINT Endpoint_Mirroring STATE = STARTED
        AS TCP (LISTENER_PORT = 7024, LISTENER_IP = ALL)
        FOR DATABASE_MIRRORING (AUTHENTICATION = CERTIFICATE %s_cert,
          ENCRYPTION = REQUIRED ALGORITHM AES, ROLE = ALL)
        """
            .formatted(host));
    String query =
        "SELECT thumbprint, CERTENCODED(CERT_ID('%1$s_cert')) FROM sys.certificates"
                .formatted(host)
            + " WHERE name = '%1$s_cert'".formatted(host);
    try (SqlConnection sql = site.servers().open(site.server(host))) {
      shown.put(
          host,
          sql.query(
                  "reading the certificate",
                  query,
                  row ->
                      new Evidence.Host(
                          host, host, host + "_cert",
                          HexFormat.of().withUpperCase().formatHex(row.getBytes(1)),
                          Sql.binary(row.getBytes(2)), null))
              .get(0));
    }
  }

  private void inbound(String host, String guest) {
    run(
        host,
        "CREATE LOGIN %s_login WITH PASSWORD = 'Str0ng-enough!'".formatted(guest),
        "CREATE USER %1$s_user FOR LOGIN %1$s_login".formatted(guest),
        "CREATE CERTIFICATE %1$s_cert AUTHORIZATION %1$s_user FROM BINARY = %2$s"
            .formatted(guest, shown.get(guest).der()),
        "GRANT CONNECT ON ENDPOINT::Endpoint_Mirroring TO %s_login".formatted(guest));
  }

  /** The address of a host's endpoint. */
  static String address(String host) {
    return "TCP://10.30.0." + (HOSTS.indexOf(host) + 1) + ":7024";
  }

  /** Backup, restore, the mirror's partner, the principal's. */
  void mirror() {
    String name = Sql.name(DATABASE);
    run(
        "HOST_A",
        "BACKUP DATABASE " + name + " TO DISK = '\\\\share\\full.bak' WITH INIT",
        "BACKUP LOG " + name + " TO DISK = '\\\\share\\log.trn' WITH INIT");
    run(
        "HOST_B",
        "RESTORE DATABASE " + name + " FROM DISK = '\\\\share\\full.bak' WITH NORECOVERY",
        "RESTORE LOG " + name + " FROM DISK = '\\\\share\\log.trn' WITH NORECOVERY",
        alter("SET PARTNER = '" + address("HOST_A") + "'"));
    run("HOST_A", alter("SET PARTNER = '" + address("HOST_B") + "'"));
  }

  /** Stops a server, as its machine does. */
  void down(String host) {
    URI page =
        URI.create(
            "http://localhost:" + site.simulator().controlPort() + "/servers/" + host + "/down");
    HttpRequest request =
        HttpRequest.newBuilder(page).POST(HttpRequest.BodyPublishers.noBody()).build();
    try {
      int status =
          HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.discarding())
              .statusCode();
      assertThat(status).as("%s", page).isBetween(200, 299);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One group without a cluster, with a replica on each server, seeded by itself. */
  void group(String name) {
    run(
        "HOST_A",
        """
        CREATE AVAILABILITY GROUP [%s] WITH (CLUSTER_TYPE = NONE) FOR DATABASE %s
        REPLICA ON %s, %s
        """
            .formatted(name, Sql.name(DATABASE), replica("HOST_A"), replica("HOST_B")));
    run(
        "HOST_B",
        "ALTER AVAILABILITY GROUP [%s] JOIN WITH (CLUSTER_TYPE = NONE)".formatted(name),
        "ALTER AVAILABILITY GROUP [%s] GRANT CREATE ANY DATABASE".formatted(name));
  }

  /** A group on each server and a distributed one above them. */
  void distributed(String name) {
    String single = "CREATE AVAILABILITY GROUP [%s] WITH (CLUSTER_TYPE = NONE) FOR %s REPLICA ON ";
    String members =
        " AVAILABILITY GROUP ON " + member("AG1", "HOST_A") + ", " + member("AG2", "HOST_B");
    run(
        "HOST_A",
        single.formatted("AG1", "DATABASE " + Sql.name(DATABASE)) + replica("HOST_A"),
        "CREATE AVAILABILITY GROUP [" + name + "] WITH (DISTRIBUTED)" + members);
    run(
        "HOST_B",
        single.formatted("AG2", "") + replica("HOST_B"),
        "ALTER AVAILABILITY GROUP [AG2] GRANT CREATE ANY DATABASE",
        "ALTER AVAILABILITY GROUP [" + name + "] JOIN" + members);
  }

  private static String member(String group, String host) {
    return """
        '%s' WITH (LISTENER_URL = '%s', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,
          FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC)        """
        .formatted(group, address(host));
  }

  private static String replica(String host) {
    return """
        N'%s' WITH (ENDPOINT_URL = '%s', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
          FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC)        """
        .formatted(host, address(host));
  }

  static String alter(String how) {
    return "ALTER DATABASE " + Sql.name(DATABASE) + " " + how;
  }

  Evidence.Trust trust() {
    Evidence.Host a = shown.get("HOST_A");
    return new Evidence.Trust(
        "HOST_A", a.certificate(), a.thumbprint(), null, null, new ArrayList<>(shown.values()));
  }

  /** The pair, with or without a witness, read through these credentials. */
  LinkSpec pair(boolean witnessed, PairOptions options, String credentials) {
    return pair(Target.Session.MIRRORING, witnessed, options, credentials);
  }

  LinkSpec pair(
      Target.Session session, boolean witnessed, PairOptions options, String credentials) {
    SourceServer source = server("HOST_A", credentials);
    var target =
        new Target.SqlServer(
            session, server("HOST_B", credentials),
            witnessed ? server("HOST_C", credentials) : null);
    return new LinkSpec(
        LinkNames.linkId(source, DATABASE, target), "test", 1, source, DATABASE, target,
        new LinkNames("AG", "DAG"), new LinkOptions(null, false, null, options));
  }

  SourceServer server(String host, String credentials) {
    SourceServer server = site.server(host);
    return new SourceServer(host, server.host(), server.port(), server.endpointHost(), 7024,
        credentials);
  }

  @Override
  public void close() {
    site.close();
  }
}
