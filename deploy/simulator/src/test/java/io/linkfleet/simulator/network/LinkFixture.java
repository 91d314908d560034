package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Endpoint;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.ServerDescription;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.World;
import io.linkfleet.simulator.engine.X509;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;

/** A world in which one link is configured right in every part, and a network looked at by hand. */
final class LinkFixture {
  static final String FQDN = "mi-west.a1b2c3.database.windows.net";
  static final String COLLATION = "SQL_Latin1_General_CP1_CI_AS";
  static final AzureRoots.Root ROOT = AzureRoots.named("DigiCertGlobalRootG2");
  // Keys are made once: the tests need real certificates, not different ones.
  private static final X509.Issued SERVER =
      issue("CN=Certificate for Cert_SQL01_endpoint", "CN=Certificate for Cert_SQL01_endpoint");
  private static final X509.Issued INSTANCE =
      X509.issue(
          new X500Name("CN=*.a1b2c3.database.windows.net"),
          X500Name.getInstance(ROOT.x509().getSubjectX500Principal().getEncoded()),
          Instant.now().minus(Duration.ofDays(1)),
          Instant.now().plus(Duration.ofDays(300)));

  final World world = new World();
  final SqlServer server;
  final ManagedInstance instance =
      new ManagedInstance("mi-west", "sub", "rg-west", "westeurope", FQDN, COLLATION);
  final Endpoint endpoint = new Endpoint();
  final Database database = new Database();
  final AvailabilityGroup group = new AvailabilityGroup();
  final AvailabilityGroup distributed = new AvailabilityGroup();
  final Replica replica = new Replica();
  final Replica member = new Replica();
  final Replica remote = new Replica();
  final ManagedInstance.Link link = new ManagedInstance.Link();
  private long nanos;
  final MirroringNetwork network = new MirroringNetwork(world, () -> nanos);

  LinkFixture() {
    this(true, COLLATION);
  }

  /** With a server of other abilities. */
  LinkFixture(boolean azureConnect, String collation) {
    server =
        new SqlServer(
            new ServerDescription(
                "SQL01", "16.0.4165.4", "Developer Edition (64-bit)", 3, collation, true,
                azureConnect, "sql01.corp.example", "10.0.0.11", 0, Set.of()));
    world.servers.put("SQL01", server);
    world.instances.put("mi-west", instance);
    world.settings.connectDelay = Duration.ofMillis(300);
    world.settings.initTimeout = Duration.ofMinutes(5);
    instance.endpointCertificate = certificate(FQDN, 256, INSTANCE);
    Certificate own = certificate("Cert_SQL01_endpoint", 256, SERVER);
    Certificate root =
        new Certificate("DigiCertPKI", 258, ROOT.x509(), ROOT.der(), null, "NA", "dbo");
    server.certificates.put(own.name, own);
    server.certificates.put(FQDN, certificate(FQDN, 257, INSTANCE));
    server.certificates.put(root.name, root);
    server.trustedIssuers.put(258, List.of("*.database.windows.net"));
    instance.trustCertificates.put(
        own.name,
        new ManagedInstance.TrustCertificate(
            own.name, own.der, X509.hex(X509.thumbprint(own.der))));
    endpoint.name = "mirroring";
    endpoint.id = 65536;
    endpoint.port = 5022;
    endpoint.role = 3;
    endpoint.connectionAuth = 4;
    endpoint.certificateId = 256;
    endpoint.encryptionEnabled = true;
    endpoint.encryptionAlgorithm = 2;
    server.endpoint = endpoint;
    database.name = "Sales";
    database.sizeBytes = 64L << 20;
    database.lastLogBackupLsn = BigInteger.ONE;
    server.databases.put("Sales", database);
    groups();
    link.name = "DAG_Sales";
    link.targetDatabase = "Sales";
    link.sourceEndpoint = "TCP://10.0.0.11:5022";
    link.primaryGroup = "AG_Sales";
    link.secondaryGroup = "mi-west";
    instance.links.put(link.name, link);
  }

  private void groups() {
    replica.serverName = "SQL01";
    replica.endpointUrl = "TCP://10.0.0.11:5022";
    replica.local = true;
    group.name = "AG_Sales";
    group.replicas.add(replica);
    group.databases.add(database);
    database.group = group;
    member.serverName = "AG_Sales";
    member.endpointUrl = "TCP://10.0.0.11:5022";
    member.local = true;
    member.seedingMode = 0;
    remote.serverName = "mi-west";
    remote.endpointUrl = "tcp://" + FQDN + ":5022;Server=[mi-west]";
    remote.seedingMode = 0;
    distributed.name = "DAG_Sales";
    distributed.distributed = true;
    distributed.replicas.add(member);
    distributed.replicas.add(remote);
    server.groups.put(group.name, group);
    server.groups.put(distributed.name, distributed);
  }

  /** A second database with its groups and link on the same server; gives its remote member. */
  Replica secondLink(String name) {
    Database second = new Database();
    second.name = name;
    second.sizeBytes = database.sizeBytes;
    server.databases.put(name, second);
    Replica farMember = member(instance.name, remote.endpointUrl, false);
    plain("AG_" + name, second);
    distributed("DAG_" + name, member("AG_" + name, member.endpointUrl, true), farMember);
    link("DAG_" + name, name, "AG_" + name);
    return farMember;
  }

  /** The same link, deleted and created again. */
  ManagedInstance.Link sameLinkAgain() {
    return link(link.name, link.targetDatabase, link.primaryGroup);
  }

  private void plain(String name, Database holds) {
    AvailabilityGroup made = new AvailabilityGroup();
    made.name = name;
    made.databases.add(holds);
    made.replicas.add(member("SQL01", replica.endpointUrl, true));
    server.groups.put(name, made);
  }

  private void distributed(String name, Replica near, Replica far) {
    AvailabilityGroup made = new AvailabilityGroup();
    made.name = name;
    made.distributed = true;
    made.replicas.addAll(List.of(near, far));
    server.groups.put(name, made);
  }

  private static Replica member(String name, String url, boolean local) {
    Replica made = new Replica();
    made.serverName = name;
    made.endpointUrl = url;
    made.local = local;
    made.seedingMode = 0;
    return made;
  }

  private ManagedInstance.Link link(String name, String database, String primaryGroup) {
    ManagedInstance.Link made = new ManagedInstance.Link();
    made.name = name;
    made.targetDatabase = database;
    made.sourceEndpoint = link.sourceEndpoint;
    made.primaryGroup = primaryGroup;
    made.secondaryGroup = link.secondaryGroup;
    instance.links.put(name, made);
    return made;
  }

  /** Lets time pass, looking every 50 ms. */
  LinkFixture pass(Duration time) {
    long end = nanos + time.toNanos();
    long step = Duration.ofMillis(50).toNanos();
    while (nanos < end) {
      nanos += step;
      network.look();
    }
    return this;
  }

  /** Long enough to connect and to seed 64 MB. */
  LinkFixture connected() {
    return pass(Duration.ofSeconds(2));
  }

  static Certificate certificate(String name, int id, X509.Issued issued) {
    try {
      return new Certificate(
          name, id, issued.certificate(), issued.certificate().getEncoded(),
          issued.keys().getPrivate(), "MK", "dbo");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static X509.Issued issue(String subject, String issuer) {
    return X509.issue(
        new X500Name(subject),
        new X500Name(issuer),
        Instant.now().minus(Duration.ofDays(1)),
        Instant.now().plus(Duration.ofDays(365)));
  }
}
