package io.linkfleet.simulator.tsql;

import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Endpoint;
import io.linkfleet.simulator.engine.RsaKeys;
import io.linkfleet.simulator.engine.ServerDescription;
import io.linkfleet.simulator.engine.World;
import io.linkfleet.simulator.engine.X509;
import io.linkfleet.simulator.network.MirroringNetwork;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;

/**
 * Three servers that trust each other by certificates, a database on the first one, and a network
 * that is looked at by hand.
 */
final class MirrorFixture {
  private static final String BUILD = "16.0.4165.4";
  static final String A = "TCP://a.corp.example:5022";
  static final String B = "TCP://b.corp.example:5022";
  static final String W = "TCP://w.corp.example:5022";
  // Keys are made once: the tests need real certificates, not different ones.
  private static final List<X509.Issued> ISSUED =
      List.of(issue("CN=a"), issue("CN=b"), issue("CN=w"));

  final World world = new World(RsaKeys.ofEarlierWorlds());
  final TestServer a;
  final TestServer b;
  final TestServer w;
  final Database database;
  private long nanos;
  final MirroringNetwork network = new MirroringNetwork(world, () -> nanos);

  MirrorFixture() {
    this("Developer Edition (64-bit)", 3);
  }

  MirrorFixture(String edition, int engineEdition) {
    this(edition, engineEdition, BUILD, BUILD);
  }

  /** With a build for A and one for B. */
  MirrorFixture(String edition, int engineEdition, String buildA, String buildB) {
    a = server("A", 0, edition, engineEdition, buildA);
    b = server("B", 1, edition, engineEdition, buildB);
    w = server("W", 2, edition, engineEdition, BUILD);
    List<TestServer> all = List.of(a, b, w);
    for (TestServer host : all) {
      for (TestServer guest : all) {
        if (host != guest) {
          admit(host, guest);
        }
      }
    }
    database = a.database("Sales");
  }

  static X509.Issued issue(String name) {
    return X509.issue(
        new X500Name(name),
        new X500Name(name),
        Instant.now().minus(Duration.ofDays(1)),
        Instant.now().plus(Duration.ofDays(365)));
  }

  /** A is of 2019, B of 2022. */
  static MirrorFixture toNewer() {
    return new MirrorFixture("Developer Edition (64-bit)", 3, "15.0.4312.2", BUILD);
  }

  private TestServer server(
      String name, int number, String edition, int engineEdition, String build) {
    var made =
        new TestServer(
            world,
            new ServerDescription(
                name, build, edition, engineEdition,
                "SQL_Latin1_General_CP1_CI_AS", true, true, name.toLowerCase() + ".corp.example",
                "10.0.0." + (number + 1), 0, Set.of()));
    made.server.masterKey = true;
    put(made, name + "_cert", ISSUED.get(number), "MK", "dbo");
    var endpoint = new Endpoint();
    endpoint.name = "mirroring";
    endpoint.id = 65536;
    endpoint.port = 5022;
    endpoint.role = 3;
    endpoint.connectionAuth = 4;
    endpoint.certificateId = made.server.certificates.get(name + "_cert").id;
    endpoint.encryptionEnabled = true;
    endpoint.encryptionAlgorithm = 2;
    made.server.endpoint = endpoint;
    return made;
  }

  /** Puts a certificate into master; with its key when the encryption is not NA. */
  static void put(
      TestServer server, String name, X509.Issued issued, String encryption, String owner) {
    try {
      server.server.certificates.put(
          name,
          new Certificate(
              name, server.server.nextCertificateId++, issued.certificate(),
              issued.certificate().getEncoded(),
              encryption.equals("NA") ? null : issued.keys().getPrivate(), encryption, owner));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Login, user, certificate and CONNECT for the guest, on the host. */
  private void admit(TestServer host, TestServer guest) {
    String name = guest.server.name();
    host.ok("CREATE LOGIN " + name + "_login WITH PASSWORD = 'Str0ng-enough!'");
    host.ok("CREATE USER " + name + "_user FOR LOGIN " + name + "_login");
    host.ok("GRANT CONNECT ON ENDPOINT::mirroring TO " + name + "_login");
    int number = List.of("A", "B", "W").indexOf(name);
    put(host, name + "_cert", ISSUED.get(number), "NA", name + "_user");
  }

  /** Full and log backup of the database, restored on B WITH NORECOVERY. */
  MirrorFixture prepared() {
    a.ok("BACKUP DATABASE Sales TO DISK = '\\\\share\\Sales.bak' WITH INIT");
    a.ok("BACKUP LOG Sales TO DISK = '\\\\share\\Sales.trn' WITH INIT");
    b.ok("RESTORE DATABASE Sales FROM DISK = '\\\\share\\Sales.bak' WITH NORECOVERY");
    b.ok("RESTORE LOG Sales FROM DISK = '\\\\share\\Sales.trn' WITH NORECOVERY");
    return this;
  }

  /** The mirror waits; what is left is SET PARTNER on A. */
  MirrorFixture waiting() {
    prepared();
    b.ok("ALTER DATABASE Sales SET PARTNER = '" + A + "'");
    return this;
  }

  Answer setPartnerOnA() {
    return a.run("ALTER DATABASE Sales SET PARTNER = '" + B + "'");
  }

  MirrorFixture mirrored() {
    waiting();
    Answer answer = setPartnerOnA();
    if (!answer.errors().isEmpty()) {
      throw new AssertionError(answer.messages + " " + world.record.all());
    }
    return this;
  }

  MirrorFixture synchronised() {
    return mirrored().pass();
  }

  MirrorFixture withWitness() {
    synchronised();
    a.ok("ALTER DATABASE Sales SET WITNESS = '" + W + "'");
    return pass();
  }

  /** Two seconds, looked at every 50 ms: long enough for anything to settle. */
  MirrorFixture pass() {
    for (int i = 0; i < 40; i++) {
      look();
    }
    return this;
  }

  void look() {
    nanos += Duration.ofMillis(50).toNanos();
    network.look();
  }

  /** Role, state and witness as sys.database_mirroring shows them. */
  static String shown(TestServer server) {
    return (String)
        server.value(
            "mirroring_role_desc + ' ' + mirroring_state_desc + ' ' + mirroring_witness_state_desc"
                + " FROM sys.database_mirroring WHERE database_id = DB_ID('Sales')");
  }

  /** What the network noted last at this server. */
  String noted(TestServer server) {
    return world.record.all().stream()
        .filter(e -> e.kind().equals("NETWORK") && e.where().equals(server.server.name()))
        .reduce((first, second) -> second)
        .map(e -> e.text() + " -> " + e.outcome())
        .orElse("");
  }
}
