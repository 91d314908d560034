package io.linkfleet.simulator.network;

import io.linkfleet.simulator.LinkSetup;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;

/** A world in which one link is configured right in every part, and a network looked at by hand. */
final class LinkFixture {
  static final String FQDN = "mi-west.a1b2c3.database.windows.net";
  static final String COLLATION = "SQL_Latin1_General_CP1_CI_AS";
  private static final X509.Issued INSTANCE =
      X509.issue(
          new X500Name("CN=*.a1b2c3.database.windows.net"),
          X500Name.getInstance(
              AzureRoots.named("DigiCertGlobalRootG2")
                  .x509()
                  .getSubjectX500Principal()
                  .getEncoded()),
          Instant.now().minus(Duration.ofDays(1)),
          Instant.now().plus(Duration.ofDays(300)));

  final World world = new World();
  final SqlServer server;
  final ManagedInstance instance =
      new ManagedInstance("mi-west", "sub", "rg-west", "westeurope", FQDN, COLLATION);
  final Endpoint endpoint;
  final Database database;
  final AvailabilityGroup group;
  final Replica replica;
  final Replica member;
  final Replica remote;
  final ManagedInstance.Link link;
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
    instance.endpointCertificate(() -> LinkSetup.certificate(FQDN, 256, INSTANCE));
    Certificate own = LinkSetup.trustAndEndpoint(server, instance);
    instance.trustCertificates.put(
        own.name,
        new ManagedInstance.TrustCertificate(
            own.name, own.der, X509.hex(X509.thumbprint(own.der))));
    endpoint = server.endpoint;
    database = database("Sales");
    LinkSetup.groups(server, instance, database);
    group = server.groups.get("AG_Sales");
    replica = group.replicas.get(0);
    member = server.groups.get("DAG_Sales").replicas.get(0);
    remote = LinkSetup.remote(server, "Sales");
    link = link("Sales");
  }

  private Database database(String name) {
    Database made = new Database();
    made.name = name;
    made.sizeBytes = 64L << 20;
    server.databases.put(name, made);
    return made;
  }

  /** A second database with its groups and link on the same server; gives its remote member. */
  Replica secondLink(String name) {
    LinkSetup.groups(server, instance, database(name));
    link(name);
    return LinkSetup.remote(server, name);
  }

  /** A new link resource for the database, in place of any other of its name. */
  ManagedInstance.Link link(String database) {
    ManagedInstance.Link made = new ManagedInstance.Link();
    made.name = "DAG_" + database;
    made.targetDatabase = database;
    made.sourceEndpoint = "TCP://10.0.0.11:5022";
    made.primaryGroup = "AG_" + database;
    made.secondaryGroup = "mi-west";
    instance.links.put(made.name, made);
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
}
