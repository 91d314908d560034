package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The log of a database in which a transaction has written and is not over. */
class HeldLogTest {
  private final TestServer server = new TestServer();

  @BeforeEach
  void database() {
    server.database("Sales");
    server.ok("BACKUP DATABASE Sales TO DISK = 'f'");
    server.ok("CREATE TABLE Sales.dbo.Prevent1412 (Id int, CreatedAt datetime)");
    server.server.databases.get("Sales").logUsed = 0.6;
  }

  private Object waitsFor() {
    return server.value("log_reuse_wait_desc FROM sys.databases WHERE name = 'Sales'");
  }

  private double backUpLog() {
    server.ok("BACKUP LOG Sales TO DISK = 'l'");
    return server.server.databases.get("Sales").logUsed;
  }

  @Test
  void isNotTruncatedByALogBackup() {
    assertThat(waitsFor()).isEqualTo("LOG_BACKUP");
    var other = server.as("sa");
    TestServer.run(
        other, "USE Sales; BEGIN TRAN; INSERT INTO Prevent1412 (Id, CreatedAt)"
            + " VALUES (1, GETDATE())");
    assertThat(waitsFor()).isEqualTo("ACTIVE_TRANSACTION");
    assertThat(
            server.value("CAST(log_reuse_wait AS int) FROM sys.databases WHERE name = 'Sales'"))
        .isEqualTo(4);
    assertThat(backUpLog()).isGreaterThan(0.5);
    TestServer.run(other, "COMMIT TRAN");
    assertThat(waitsFor()).isEqualTo("LOG_BACKUP");
    assertThat(backUpLog()).isLessThan(0.1);
    assertThat(waitsFor()).isEqualTo("NOTHING");
  }

  @Test
  void isHeldUntilTheSessionEndsAndByAnyStatementThatWrites() {
    var other = server.as("sa");
    TestServer.run(
        other,
        "USE Sales; BEGIN TRAN; SELECT * FROM Prevent1412; CREATE USER u WITHOUT LOGIN");
    assertThat(waitsFor()).isEqualTo("ACTIVE_TRANSACTION");
    other.close();
    assertThat(waitsFor()).isEqualTo("LOG_BACKUP");
  }

  @Test
  void aTransactionThatOnlyReadsHoldsNothing() {
    server.ok("BEGIN TRAN; SELECT * FROM Sales.dbo.Prevent1412");
    assertThat(waitsFor()).isEqualTo("LOG_BACKUP");
    server.ok("COMMIT");
    assertThat(backUpLog()).isLessThan(0.1);
  }
}
