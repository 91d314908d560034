package io.linkfleet.endpoint.pair;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Authentication;
import io.linkfleet.event.Samples;
import io.linkfleet.event.SourceServer;
import io.linkfleet.event.Target;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.sqlserver.Sql;
import io.linkfleet.sqlserver.Statement;
import io.linkfleet.testing.SimulatedSite;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Simulated servers as phase 1 leaves them, the phase at work on them, and mirroring as proof. */
final class PairSite implements AutoCloseable {
  /** Three of no domain, one of them with a name that needs quoting, and two of one domain. */
  private static final String ESTATE =
      """
      azure: {subscription: s, tenant: t}
      logins: [{name: linkfleet, password: "Sim-1-only!", role: sysadmin}]
      servers:
        - {name: HOST_A, version: 2022, ip: 10.20.0.11, databases: [{name: Sales, size: 1 MB}]}
        - {name: "BOX\\\\STO]CK'S", version: 2022, ip: 10.20.0.12}
        - {name: HOST_C, version: 2022, ip: 10.20.0.13}
        - {name: EXPRESS, version: 2022, edition: Express, ip: 10.20.0.16}
        - {name: WIN_A, version: 2022, ip: 10.20.0.14, domain: CORP, serviceAccount: CORP\\sql,
           databases: [{name: Sales, size: 1 MB}]}
        - {name: WIN_B, version: 2022, ip: 10.20.0.15, domain: CORP}
      """;

  private final SimulatedSite site;

  private PairSite(SimulatedSite site) {
    this.site = site;
  }

  static PairSite start() {
    PairSite site = new PairSite(SimulatedSite.start(ESTATE));
    site.site.world().servers.keySet().forEach(site::makeCertificate);
    return site;
  }

  private void makeCertificate(String server) {
    run(server, "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Only-4-the-test!'");
    run(
        server,
        "CREATE CERTIFICATE %s WITH SUBJECT = 'test', EXPIRY_DATE = '20991231'"
            .formatted(Sql.name(certificate(server))));
  }

  private static String certificate(String server) {
    return server.replace('\\', '_') + "_cert";
  }

  PairPhase phase() {
    return new PairPhase(site.servers(), Clock.systemUTC(), null);
  }

  /** What phase 1 would have said about a pair. */
  CertCreated asked(PairOptions pair, String source, String partner, String... witness) {
    String third = witness.length == 0 ? null : witness[0];
    LinkSpec link =
        site.pair(
            Target.Session.MIRRORING, source, partner, third,
            new LinkOptions(null, false, null, pair));
    boolean windows = pair.authentication() == Authentication.WINDOWS;
    List<Evidence.Host> hosts =
        link.hosts().stream().map(host -> windows ? account(host) : shown(host.name())).toList();
    return new CertCreated(
        link,
        new Evidence.Trust(
            source, hosts.get(0).certificate(), hosts.get(0).thumbprint(), null, null, hosts),
        Samples.AT);
  }

  private Evidence.Host shown(String label) {
    byte[] der = der(label);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest(der);
      return new Evidence.Host(
          label, label, certificate(label), HexFormat.of().withUpperCase().formatHex(hash),
          Base64.getEncoder().encodeToString(der), null);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Evidence.Host account(SourceServer host) {
    String account = server(host.name()).serviceAccount;
    return new Evidence.Host(
        host.name(), host.name(), null, null, null,
        account == null ? "CORP\\" + host.name() + "$" : account);
  }

  /** The same wish while one of the servers does not answer. */
  CertCreated down(CertCreated event, String label) {
    LinkSpec link = event.link();
    return new CertCreated(
        new LinkSpec(
            link.id(), link.rollout(), link.generation(), gone(link.source(), label),
            link.database(),
            new Target.SqlServer(
                Target.Session.MIRRORING, gone(link.partner().server(), label), null),
            link.names(), link.options()),
        event.trust(),
        event.at());
  }

  private static SourceServer gone(SourceServer server, String label) {
    return server.name().equals(label)
        ? new SourceServer(
            label, "localhost", 1, server.endpointHost(), server.endpointPort(), "sql-admin")
        : server;
  }

  SqlServer server(String label) {
    return site.world().servers.get(label);
  }

  byte[] der(String label) {
    return server(label).certificates.get(certificate(label)).der;
  }

  Optional<String> secret(String on, String other) {
    return site.secrets().find(PairNames.secret(on, other));
  }

  /** Runs a statement as the DBA of that server would. */
  void run(String server, String statement) {
    try (var sql = site.servers().open(site.server(server))) {
      sql.execute("preparing a test", Statement.of(statement));
    }
  }

  /** What a person does when certificates are handed over as files. */
  void copyCertificate(String from, String to) {
    putFile(to, "/certs/" + certificate(from) + ".cer", der(from));
  }

  void putFile(String server, String path, byte[] content) {
    site.world().writeFile(server(server), path, content);
  }

  /** What was made or granted on all servers, each with its server; not what tests prepare. */
  List<String> made() {
    return site.world().record.all().stream()
        .filter(e -> e.kind().equals("CHANGE") && e.outcome().startsWith("OK"))
        .filter(e -> !e.text().contains("'test'") && !e.text().contains("MASTER KEY"))
        .filter(e -> e.text().startsWith("CREATE") || e.text().startsWith("GRANT"))
        .map(e -> e.where() + ": " + e.text())
        .toList();
  }

  /** The proof: the two mirror a database, which takes every part of the trust. */
  void assertMirroringStarts(String principal, String mirror) {
    run(principal, "BACKUP DATABASE Sales TO DISK = '\\\\share\\Sales.bak' WITH INIT");
    run(principal, "BACKUP LOG Sales TO DISK = '\\\\share\\Sales.trn' WITH INIT");
    run(mirror, "RESTORE DATABASE Sales FROM DISK = '\\\\share\\Sales.bak' WITH NORECOVERY");
    run(mirror, "RESTORE LOG Sales FROM DISK = '\\\\share\\Sales.trn' WITH NORECOVERY");
    run(mirror, "ALTER DATABASE Sales SET PARTNER = '" + address(principal) + "'");
    run(principal, "ALTER DATABASE Sales SET PARTNER = '" + address(mirror) + "'");
    assertThat(server(principal).databases.get("Sales").mirroring).isNotNull();
  }

  void assertWitnessIsTaken(String principal, String witness) {
    run(principal, "ALTER DATABASE Sales SET WITNESS = '" + address(witness) + "'");
    assertThat(server(witness).witnessed).hasSize(1);
  }

  private String address(String server) {
    SqlServer there = server(server);
    return Sql.endpointUrl(there.description.ipAddress(), there.endpoint.port);
  }

  @Override
  public void close() {
    site.close();
  }
}
