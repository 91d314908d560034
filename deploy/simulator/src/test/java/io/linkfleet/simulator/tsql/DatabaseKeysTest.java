package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users, certificates and keys of other databases than master, and a log without room. */
class DatabaseKeysTest {
  private final TestServer server = new TestServer();

  @BeforeEach
  void makeDatabase() {
    server.database("Sales");
    server.ok("BACKUP DATABASE Sales TO DISK = 'NUL'");
  }

  @Test
  void everyDatabaseHasItsOwn() {
    server.ok(
        """
        USE Sales
        CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Str0ng-enough!'
        CREATE LOGIN L WITH PASSWORD = 'Str0ng-enough!'
        CREATE USER U FOR LOGIN L
        CREATE CERTIFICATE c AUTHORIZATION U WITH SUBJECT = 'here'
        """);
    String all =
        "SELECT (SELECT COUNT(*) FROM sys.certificates), (SELECT COUNT(*) FROM sys.symmetric_keys),"
            + " (SELECT COUNT(*) FROM sys.database_principals WHERE name = 'U'), CERT_ID('c')";
    assertThat(server.ok(all).results.get(0).rows.get(0)).startsWith(1, 1, 1).doesNotContainNull();
    server.ok("USE master");
    assertThat(server.ok(all).results.get(0).rows.get(0)).containsExactly(0, 1, 0, null);
    assertThat(
            server.value(
                "is_master_key_encrypted_by_server FROM sys.databases WHERE name = 'Sales'"))
        .isEqualTo(true);
    assertThat(server.run("DROP CERTIFICATE c").errors()).containsExactly(15151);
    server.ok("CREATE USER U FOR LOGIN L");
    assertThat(server.run("USE Sales; CREATE USER V FOR LOGIN L").errors())
        .containsExactly(15063);
    assertThat(server.run("DROP MASTER KEY").errors()).containsExactly(15580);
    server.ok("DROP CERTIFICATE c; DROP USER U; DROP MASTER KEY; USE master; DROP DATABASE Sales");
    server.database("Sales");
    server.ok("USE Sales");
    assertThat(server.ok(all).results.get(0).rows.get(0)).containsExactly(0, 0, 0, null);
  }

  @Test
  void aRollbackUndoesItWhereItWasDone() {
    server.ok("USE Sales; BEGIN TRAN; CREATE USER U WITHOUT LOGIN; USE master; ROLLBACK");
    server.ok("USE Sales; CREATE USER U WITHOUT LOGIN");
  }

  @Test
  void aFullLogTakesNoChangeUntilItIsBackedUp() {
    server.server.databases.get("Sales").logUsed = 1;
    server.ok("USE Sales");
    Answer full = server.run("CREATE USER U WITHOUT LOGIN");
    assertThat(full.errors()).containsExactly(9002);
    assertThat(full.messages.get(0).severity()).isEqualTo(17);
    assertThat(full.messages.get(0).text())
        .isEqualTo("The transaction log for database 'Sales' is full due to 'LOG_BACKUP'.");
    assertThat(server.ok("EXEC sp_readerrorlog 0, 1, N'9002'").results.get(0).values("Text"))
        .containsExactly("Error: 9002, Severity: 17, State: 2.");
    server.ok("SELECT name FROM sys.database_principals");
    server.ok("BACKUP LOG Sales TO DISK = 'NUL'; CREATE USER U WITHOUT LOGIN");
  }

  @Test
  void aReadOnlyDatabaseTakesNoChange() {
    server.ok("ALTER DATABASE Sales SET READ_ONLY; USE Sales");
    assertThat(server.run("CREATE USER U WITHOUT LOGIN").errors()).containsExactly(3906);
  }
}
