package io.linkfleet.azurelink;

import io.linkfleet.azure.Azure;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.DagCreated;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.Samples;
import io.linkfleet.simulator.engine.EffectRecord.Effect;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.X509;
import io.linkfleet.simulator.network.AzureRoots;
import io.linkfleet.sqlserver.Sql;
import io.linkfleet.sqlserver.SqlConnection;
import io.linkfleet.sqlserver.Statement;
import io.linkfleet.testing.SimulatedSite;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;

/** The phase at work on a simulated site, and what the phases before it would have left there. */
final class LinkSite {
  private static final String SERVER_CERTIFICATE = "Cert_SQL01_endpoint";
  private static final String SERVER = "SQL01";
  private static final String INSTANCE = "mi-west";

  private LinkSite() {}

  /** An estate whose one server has these databases; Azure creates a link in a moment. */
  static String estate(List<String> databases) {
    String head = SimulatedSite.ESTATE.substring(0, SimulatedSite.ESTATE.indexOf("servers:"));
    StringBuilder servers =
        new StringBuilder(head)
            .append("servers:\n")
            .append("  - {name: SQL01, version: 2022, port: 21401, ip: 10.20.0.11, databases: [\n");
    for (String database : databases) {
      servers.append("      {name: '%s', size: 1 MB},\n".formatted(database.replace("'", "''")));
    }
    return servers.append("    ]}\n").toString();
  }

  static AzureLinkPhase phase(SimulatedSite site) {
    AzureLinkPhase phase = new AzureLinkPhase();
    phase.azure = site.azure();
    phase.servers = site.servers();
    phase.clock = Clock.systemUTC();
    return phase;
  }

  /** What phase 3 would have said about that database. */
  static DagCreated asked(SimulatedSite site, String database) {
    return asked(site, site.link(SERVER, database, INSTANCE));
  }

  static DagCreated asked(SimulatedSite site, LinkSpec link) {
    return new DagCreated(
        link,
        new Evidence.Trust(SERVER, SERVER_CERTIFICATE, "00", "fqdn", "rg-west"),
        new Evidence.Endpoint("database_mirroring_endpoint", url(site)),
        new Evidence.Groups(
            link.names().availabilityGroup(), link.names().distributedAvailabilityGroup()),
        Samples.AT);
  }

  private static String url(SimulatedSite site) {
    return Sql.endpointUrl(site.server(SERVER).endpointHost(), 5022);
  }

  /** What phases 1 and 2 would have done: trust in both directions, and the endpoint. */
  static void prepareServer(SimulatedSite site) {
    ManagedInstance instance = site.world().instances.get(INSTANCE);
    try (SqlConnection sql = site.servers().open(site.server(SERVER))) {
      run(sql, "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Only-simulated-1';");
      run(
          sql,
          "CREATE CERTIFICATE [%s] WITH SUBJECT = 'the endpoint', EXPIRY_DATE = '20991231';"
              .formatted(SERVER_CERTIFICATE));
      run(sql, imported(instance.fqdn, instance.endpointCertificate().der));
      run(sql, imported("root", AzureRoots.named("DigiCertGlobalRootG2").der()));
      run(
          sql,
          """
          DECLARE @root int = CERT_ID('root');
          EXEC sp_certificate_add_issuer @root, N'*.database.windows.net';
          """);
      run(
          sql,
          """
          CREATE ENDPOINT database_mirroring_endpoint
            STATE = STARTED
            AS TCP (LISTENER_PORT = 5022, LISTENER_IP = ALL)
            FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE [%s],
              ENCRYPTION = REQUIRED ALGORITHM AES);
          """
              .formatted(SERVER_CERTIFICATE));
    }
    trustServer(site, true);
  }

  /** Whether the instance holds the server's certificate, without which no link connects. */
  static void trustServer(SimulatedSite site, boolean trusted) {
    ManagedInstance instance = site.world().instances.get(INSTANCE);
    byte[] der = site.world().servers.get(SERVER).certificates.get(SERVER_CERTIFICATE).der;
    instance.lock.lock();
    try {
      instance.trustCertificates.clear();
      if (trusted) {
        instance.trustCertificates.put(
            SERVER_CERTIFICATE,
            new ManagedInstance.TrustCertificate(
                SERVER_CERTIFICATE, der, X509.hex(X509.thumbprint(der))));
      }
    } finally {
      instance.lock.unlock();
    }
  }

  /** What phase 3 would have done: both groups of the database. */
  static DagCreated prepare(SimulatedSite site, String database) {
    DagCreated event = asked(site, database);
    String group = event.groups().availabilityGroup();
    String fqdn = site.world().instances.get(INSTANCE).fqdn;
    try (SqlConnection sql = site.servers().open(site.server(SERVER))) {
      run(
          sql,
          """
          CREATE AVAILABILITY GROUP %s WITH (CLUSTER_TYPE = NONE)
            FOR DATABASE %s REPLICA ON N'SQL01' WITH (ENDPOINT_URL = %s,
              AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL,
              SEEDING_MODE = AUTOMATIC);
          """
              .formatted(Sql.name(group), Sql.name(database), Sql.text(url(site))));
      run(
          sql,
          """
          CREATE AVAILABILITY GROUP %s WITH (DISTRIBUTED) AVAILABILITY GROUP ON
            %s WITH (LISTENER_URL = %s, AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,
              FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC, SESSION_TIMEOUT = 20),
            N'mi-west' WITH (LISTENER_URL = 'tcp://%s:5022;Server=[mi-west]',
              AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL,
              SEEDING_MODE = AUTOMATIC);
          """
              .formatted(
                  Sql.name(event.groups().distributedAvailabilityGroup()),
                  Sql.text(group),
                  Sql.text(url(site)),
                  fqdn));
    }
    return event;
  }

  private static String imported(String name, byte[] der) {
    return "CREATE CERTIFICATE %s FROM BINARY = %s;".formatted(Sql.name(name), Sql.binary(der));
  }

  private static void run(SqlConnection sql, String statement) {
    sql.execute("preparing a test", Statement.of(statement));
  }

  /** The PUTs of a link that reached Azure, whatever became of them. */
  static List<Effect> puts(SimulatedSite site, DagCreated event) {
    String link =
        "/"
            + URLEncoder.encode(
                event.groups().distributedAvailabilityGroup(), StandardCharsets.UTF_8)
            + "?";
    return site.world().record.all().stream()
        .filter(effect -> effect.text().startsWith("PUT ") && effect.text().contains(link))
        .toList();
  }

  /** The PUTs of a link that changed something. */
  static List<Effect> effectivePuts(SimulatedSite site, DagCreated event) {
    return puts(site, event).stream()
        .filter(
            put ->
                put.outcome().equals("OK")
                    || put.outcome().startsWith("fault AFTER")
                    || put.outcome().startsWith("fault APPLY_THEN_DROP"))
        .toList();
  }
}
