package io.linkfleet.simulator;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Endpoint;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.X509;
import io.linkfleet.simulator.network.AzureRoots;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;

/** Puts the server's side of a link in order, as the T-SQL of the article would. */
public final class LinkSetup {
  private static final AzureRoots.Root ROOT = AzureRoots.named("DigiCertGlobalRootG2");
  // Keys are made once: the tests need real certificates, not different ones.
  private static final X509.Issued SERVER =
      issue("CN=Certificate for Cert_endpoint", "CN=Certificate for Cert_endpoint");

  private LinkSetup() {}

  public static X509.Issued issue(String subject, String issuer) {
    return X509.issue(
        new X500Name(subject),
        new X500Name(issuer),
        Instant.now().minus(Duration.ofDays(1)),
        Instant.now().plus(Duration.ofDays(365)));
  }

  public static Certificate certificate(String name, int id, X509.Issued issued) {
    try {
      return new Certificate(
          name, id, issued.certificate(), issued.certificate().getEncoded(),
          issued.keys().getPrivate(), "MK", "dbo");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Certificates, issuer and endpoint; gives the server's own certificate. */
  public static Certificate trustAndEndpoint(SqlServer server, ManagedInstance instance) {
    Certificate own = certificate("Cert_SQL01_endpoint", 256, SERVER);
    Certificate theirs = instance.endpointCertificate();
    server.certificates.put(own.name, own);
    server.certificates.put(
        instance.fqdn,
        new Certificate(instance.fqdn, 257, theirs.x509, theirs.der, null, "NA", "dbo"));
    server.certificates.put(
        "DigiCertPKI",
        new Certificate("DigiCertPKI", 258, ROOT.x509(), ROOT.der(), null, "NA", "dbo"));
    server.nextCertificateId = 259;
    server.trustedIssuers.put(258, List.of("*.database.windows.net"));
    Endpoint endpoint = new Endpoint();
    endpoint.name = "mirroring";
    endpoint.id = 65536;
    endpoint.port = 5022;
    endpoint.role = 3;
    endpoint.connectionAuth = 4;
    endpoint.certificateId = own.id;
    endpoint.encryptionEnabled = true;
    endpoint.encryptionAlgorithm = 2;
    server.endpoint = endpoint;
    return own;
  }

  /** AG_name and DAG_name for the database, the far member named as the instance. */
  public static void groups(SqlServer server, ManagedInstance instance, Database database) {
    String url = "TCP://" + server.description.ipAddress() + ":" + server.endpoint.port;
    AvailabilityGroup plain = new AvailabilityGroup();
    plain.name = "AG_" + database.name;
    plain.databases.add(database);
    plain.replicas.add(member(server.name(), url, true));
    AvailabilityGroup distributed = new AvailabilityGroup();
    distributed.name = "DAG_" + database.name;
    distributed.distributed = true;
    distributed.replicas.add(member(plain.name, url, true));
    distributed.replicas.add(
        member(
            instance.name,
            "tcp://" + instance.fqdn + ":5022;Server=[" + instance.name + "]",
            false));
    database.group = plain;
    database.lastLogBackupLsn = BigInteger.ONE;
    server.groups.put(plain.name, plain);
    server.groups.put(distributed.name, distributed);
  }

  /** The far member of the distributed group of a database. */
  public static Replica remote(SqlServer server, String database) {
    return server.groups.get("DAG_" + database).replicas.get(1);
  }

  private static Replica member(String name, String url, boolean local) {
    Replica made = new Replica();
    made.serverName = name;
    made.endpointUrl = url;
    made.local = local;
    made.seedingMode = 0;
    return made;
  }
}
