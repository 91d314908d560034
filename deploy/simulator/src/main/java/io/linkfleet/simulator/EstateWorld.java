package io.linkfleet.simulator;

import io.linkfleet.simulator.engine.BackupSet;
import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.HostPorts;
import io.linkfleet.simulator.engine.Login;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.RsaKeys;
import io.linkfleet.simulator.engine.ServerDescription;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.World;
import io.linkfleet.simulator.engine.X509;
import io.linkfleet.simulator.network.AzureRoots;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;

/** Owns the making of a world from its description. */
final class EstateWorld {
  private static final Duration BEFORE = Duration.ofDays(30);

  private EstateWorld() {}

  static World build(Estate estate, RsaKeys rsaKeys) {
    World world = new World(rsaKeys);
    world.settings.azureOperation = estate.azure().operation();
    Instant now = world.clock.instant();
    Set<String> machines = new HashSet<>();
    for (Estate.Server entry : estate.servers()) {
      SqlServer server = server(entry, estate, world);
      world.servers.put(entry.name(), server);
      boolean alone = machines.add(entry.ip());
      if (server.endpoint != null && (!alone || server.endpoint.port == entry.port())) {
        HostPorts.listen(world, server, now);
      }
    }
    for (Estate.Instance entry : estate.instances()) {
      world.instances.put(entry.name(), instance(entry, estate, world));
    }
    return world;
  }

  private static ManagedInstance instance(Estate.Instance entry, Estate estate, World world) {
    Instant now = world.clock.instant();
    ManagedInstance instance =
        new ManagedInstance(
            entry.name(),
            estate.azure().subscription(),
            entry.resourceGroup(),
            entry.location(),
            entry.fqdn(),
            entry.collation(),
            entry.port());
    estate.logins().forEach(account -> instance.sql.logins.put(account.name(), login(account)));
    instance.endpointCertificate(
        () -> endpointCertificate(entry, world.rsaKeys.next(), now));
    return instance;
  }

  /**
   * A certificate as a managed instance has one. Its issuer is the subject of a real Azure root,
   * whose private key nobody has: chains are therefore checked by name and thumbprint.
   */
  private static Certificate endpointCertificate(
      Estate.Instance entry, KeyPair keys, Instant now) {
    X500Name root =
        X500Name.getInstance(
            AzureRoots.named(entry.root()).x509().getSubjectX500Principal().getEncoded());
    X500Name subject = new X500Name("CN=*." + entry.dnsZone() + ".database.windows.net");
    X509.Issued issued =
        X509.issue(keys, subject, root, now.minus(BEFORE), now.plus(Duration.ofDays(335)));
    try {
      byte[] der = issued.certificate().getEncoded();
      return new Certificate(
          entry.fqdn(), 256, issued.certificate(), der, issued.keys().getPrivate(), "MK", "dbo");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SqlServer server(Estate.Server entry, Estate estate, World world) {
    SqlServer server =
        new SqlServer(
            new ServerDescription(
                entry.name(),
                entry.productVersion(),
                entry.edition(),
                entry.engineEdition(),
                entry.collation(),
                entry.hadr(),
                entry.azureConnect(),
                entry.fqdn(),
                entry.ip(),
                entry.port(),
                entry.traceFlags()));
    server.windowsDomain = entry.domain();
    server.serviceAccount = entry.serviceAccount();
    server.agentRuns = entry.agent();
    estate.logins().forEach(account -> server.logins.put(account.name(), login(account)));
    if (entry.endpoint() != null) {
      server.endpoint = entry.endpoint().toState(server.nextEndpointId++);
    }
    Instant then = world.clock.instant().minus(BEFORE);
    entry.databases().forEach(database -> add(server, database, then));
    return server;
  }

  private static Login login(Estate.Account account) {
    Login login = new Login(account.name(), account.password());
    switch (account.role()) {
      case SYSADMIN -> login.permissions.add(Login.Permission.SYSADMIN);
      case MONITOR -> {
        login.permissions.add(Login.Permission.VIEW_SERVER_STATE);
        login.permissions.add(Login.Permission.VIEW_ANY_DEFINITION);
      }
      case NOBODY -> {}
    }
    return login;
  }

  private static void add(SqlServer server, Estate.DatabaseEntry entry, Instant createdAt) {
    Database database = new Database();
    database.name = entry.name();
    database.id = server.nextDatabaseId++;
    database.createdAt = createdAt;
    database.recoveryModel = entry.recovery();
    database.sizeBytes = entry.sizeBytes();
    server.databases.put(entry.name(), database);
    if (entry.backup() == Estate.Backup.NONE) {
      return;
    }
    boolean copyOnly = entry.backup() == Estate.Backup.COPY_ONLY;
    BigInteger last = database.endOfLogLsn;
    Instant taken = createdAt.plus(Duration.ofDays(29));
    server.backups.add(
        new BackupSet(
            server.backups.size() + 1,
            entry.name(),
            'D',
            copyOnly,
            entry.recovery(),
            taken,
            taken.plusSeconds(2),
            last.subtract(BigInteger.TEN.pow(5)),
            last,
            entry.sizeBytes(),
            "C:\\Backup\\" + database.id + ".bak",
            "sa"));
    if (!copyOnly && !entry.recovery().equals("SIMPLE")) {
      database.lastLogBackupLsn = last;
      database.chainStartLsn = last;
    }
    if (!copyOnly) {
      database.differentialBase = last;
    }
  }
}
