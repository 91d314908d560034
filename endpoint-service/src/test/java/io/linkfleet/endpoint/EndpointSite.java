package io.linkfleet.endpoint;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.Samples;
import io.linkfleet.sqlserver.Statement;
import io.linkfleet.testing.SimulatedSite;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** A simulated site with servers whose mirroring endpoints differ, and the phase at work on it. */
final class EndpointSite {
  /** What phase 1 has made, where it has. */
  static final String CERTIFICATE = "Cert_endpoint";

  private static final Map<String, String> ENDPOINTS =
      Map.of(
          "NONE", "",
          "NEIGHBOUR", "",
          "WINDOWS", "{name: Hadr_endpoint, port: 7022, authentication: WINDOWS NEGOTIATE}",
          "NTLM", "{name: Mirroring, authentication: WINDOWS NTLM, encryption: REQUIRED RC4}",
          "SUPPORTED", "{name: Mirroring, authentication: WINDOWS, encryption: SUPPORTED AES}",
          "OFF", "{name: Mirroring, authentication: WINDOWS KERBEROS, encryption: DISABLED}",
          "HALTED", "{name: Mirroring, authentication: WINDOWS, state: STOPPED, role: PARTNER}",
          "WITNESS", "{name: Witness, authentication: WINDOWS, role: WITNESS}");

  private EndpointSite() {}

  /** Servers called {@code kind + number}, one for each name; neighbours share a machine. */
  static SimulatedSite start(List<String> names) {
    String head = SimulatedSite.ESTATE.substring(0, SimulatedSite.ESTATE.indexOf("servers:"));
    StringBuilder estate = new StringBuilder(head).append("servers:\n");
    for (String name : names) {
      String endpoint = ENDPOINTS.get(name.replaceAll("[0-9]+$", ""));
      estate
          .append(
              "  - {name: %s, version: 2022, ip: 10.20.0.%d, databases: [{name: Sales, size: 1 MB}]"
                  .formatted(name, name.startsWith("NEIGHBOUR") ? 9 : 11 + names.indexOf(name)))
          .append(endpoint.isEmpty() ? "" : ", endpoint: " + endpoint)
          .append("}\n");
    }
    SimulatedSite site = SimulatedSite.start(estate.toString());
    names.forEach(name -> makeCertificate(site, name));
    return site;
  }

  private static void makeCertificate(SimulatedSite site, String server) {
    run(site, server, "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Only-4-the-test!'");
    run(
        site,
        server,
        "CREATE CERTIFICATE [%s] WITH SUBJECT = 'test', EXPIRY_DATE = '20991231'"
            .formatted(CERTIFICATE));
  }

  /** What phase 1 would have said about that server of a pair. */
  static Evidence.Host shown(SimulatedSite site, String server) {
    byte[] der = site.world().servers.get(server).certificates.get(CERTIFICATE).der;
    String thumbprint =
        HexFormat.of()
            .withUpperCase()
            .formatHex(io.linkfleet.simulator.engine.X509.thumbprint(der));
    return new Evidence.Host(
        server, server, CERTIFICATE, thumbprint, Base64.getEncoder().encodeToString(der), null);
  }

  /** Runs a statement as the DBA of that server would. */
  static void run(SimulatedSite site, String server, String statement) {
    try (var sql = site.servers().open(site.server(server))) {
      sql.execute("preparing a test", Statement.of(statement));
    }
  }

  /** Gives the endpoint of a server something to lose. */
  static void use(SimulatedSite site, String server) {
    run(
        site,
        server,
        """
        CREATE AVAILABILITY GROUP [Other] WITH (CLUSTER_TYPE = NONE) FOR DATABASE [Sales]
        REPLICA ON N'%s' WITH (ENDPOINT_URL = N'TCP://10.20.0.11:5022',
          AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL,
          SEEDING_MODE = AUTOMATIC)
        """
            .formatted(server));
  }

  static EndpointPhase phase(SimulatedSite site) {
    EndpointPhase phase = new EndpointPhase();
    phase.servers = site.servers();
    phase.clock = Clock.systemUTC();
    return phase;
  }

  /** What phase 1 would have said about that server. */
  static CertCreated asked(SimulatedSite site, String server, boolean allowEndpointChange) {
    LinkSpec link =
        site.link(server, "Sales", "mi-west", new LinkOptions(null, allowEndpointChange, null));
    var trust =
        new Evidence.Trust(server, CERTIFICATE, "00", "mi-west.example.database.windows.net", "rg");
    return new CertCreated(link, trust, Samples.AT);
  }

  /** The same wish, asked again. */
  static CertCreated again(CertCreated event, boolean allowEndpointChange) {
    LinkSpec link = event.link();
    return new CertCreated(
        new LinkSpec(
            link.id(),
            link.rollout(),
            link.generation() + 1,
            link.source(),
            link.database(),
            link.target(),
            link.names(),
            new LinkOptions(null, allowEndpointChange, null)),
        event.trust(),
        event.at());
  }

  /** What Linkfleet changed on that server: everything about endpoints. */
  static List<String> changes(SimulatedSite site, String server) {
    return site.world().record.all().stream()
        .filter(effect -> effect.kind().equals("CHANGE") && effect.where().equals(server))
        .filter(effect -> effect.outcome().startsWith("OK"))
        .map(effect -> effect.text())
        .filter(text -> text.contains(" ENDPOINT "))
        .toList();
  }
}
