package io.linkfleet.acceptance.faults;

import io.linkfleet.acceptance.faults.FaultWorld.Server;

/** Owns what a {@link Dba} does to a pair: makes endpoints, trust, copies and sessions. */
final class Person {
  /** Every server reaches it under this path. */
  static final String SHARE = "\\\\backup\\pairs";

  private final int offset;

  Person(int offset) {
    this.offset = offset;
  }

  void run(Server server, String... statements) {
    new Dba(offset, server).run(statements);
  }

  String read(Server server, String query) {
    return new Dba(offset, server).read(query);
  }

  /** In which state a server has a database; null when it has none of that name. */
  String state(Server server, String database) {
    return read(server, "SELECT state_desc FROM sys.databases WHERE name = N'" + database + "'");
  }

  /** A certificate for the endpoint, and the endpoint. */
  void endpoint(Server server, String name, int port) {
    run(
        server,
        "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Key-By-Hand-3Wd6!'",
        "CREATE CERTIFICATE [%s] WITH SUBJECT = '%s', EXPIRY_DATE = '20991231'"
            .formatted(name, server.name()),
        """
        CREATE ENDPOINT [%s] STATE = STARTED AS TCP (LISTENER_PORT = %d)
        FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE [%s],
          ENCRYPTION = REQUIRED ALGORITHM AES)
        """
            .formatted(name, port, name));
  }

  /** Lets a server in that has an endpoint of that name. */
  void trust(Server server, Server other, String endpoint) {
    String der = read(other, "SELECT CERTENCODED(CERT_ID('%s'))".formatted(endpoint));
    run(
        server,
        "CREATE CERTIFICATE [%s of %s] FROM BINARY = 0x%s"
            .formatted(endpoint, other.name(), der));
  }

  /** A copy that waits for the log that follows. */
  void copy(Server source, Server partner, String database) {
    String file = SHARE + "\\" + database;
    run(
        source,
        "BACKUP DATABASE [%s] TO DISK = N'%s.bak'".formatted(database, file),
        "BACKUP LOG [%s] TO DISK = N'%s.trn'".formatted(database, file));
    run(
        partner,
        "RESTORE DATABASE [%s] FROM DISK = N'%s.bak' WITH NORECOVERY".formatted(database, file),
        "RESTORE LOG [%s] FROM DISK = N'%s.trn' WITH NORECOVERY".formatted(database, file));
  }

  /** First the mirror, then the principal. */
  void mirror(Server source, Server partner, String database, int port) {
    run(partner, partnerIs(database, source, port));
    run(source, partnerIs(database, partner, port));
  }

  private static String partnerIs(String database, Server other, int port) {
    return "ALTER DATABASE [%s] SET PARTNER = 'TCP://%s:%d'"
        .formatted(database, other.address(), port);
  }
}
