package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.session.Reply.TransactionChange;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransactionTest {
  private final TestServer server = new TestServer();

  @BeforeEach
  void certificates() {
    server.server.masterKey = true;
    server.server.certificates.put("own", TestCertificates.own("own", 256));
    server.database("db1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CREATE ENDPOINT e AS TCP (LISTENER_PORT = 5022) FOR DATABASE_MIRRORING (ROLE = ALL) | 574",
        "BACKUP DATABASE db1 TO DISK = 'x.bak' | 3021, 3013",
        "ALTER DATABASE db1 SET RECOVERY FULL | 226",
        "CREATE DATABASE db2 | 226",
        "DROP DATABASE db1 | 226",
        "DROP AVAILABILITY GROUP ag | 574",
      })
  void whatCannotRunInATransactionDoesNot(String statement, String numbers) {
    var expected =
        java.util.Arrays.stream(numbers.split(", ")).map(Integer::valueOf).toList();
    assertThat(server.run("BEGIN TRAN; " + statement).errors()).isEqualTo(expected);
    server.ok("ROLLBACK; SET IMPLICIT_TRANSACTIONS ON; SELECT name FROM sys.databases");
    assertThat(server.run(statement).errors()).isEqualTo(expected);
    server.ok("IF @@TRANCOUNT > 0 COMMIT TRAN");
  }

  @Test
  void aRollbackTakesKeysCertificatesPrincipalsAndGrantsBack() {
    server.server.masterKey = false;
    server.server.certificates.clear();
    server.ok("CREATE LOGIN before WITH PASSWORD = 'Passw0rd!'");
    Answer answer =
        server.ok(
            """
            BEGIN TRANSACTION
              CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Passw0rd!'
              CREATE CERTIFICATE c WITH SUBJECT = 's'
              CREATE LOGIN l WITH PASSWORD = 'Passw0rd!'
              CREATE USER u FOR LOGIN l
              GRANT VIEW SERVER STATE TO before
              DROP LOGIN before
            ROLLBACK
            """);
    assertThat(answer.transactions)
        .containsExactly(TransactionChange.BEGUN, TransactionChange.ROLLED_BACK);
    assertThat(server.server.masterKey).isFalse();
    assertThat(server.server.certificates).isEmpty();
    assertThat(server.server.masterUsers).isEmpty();
    assertThat(server.server.logins).containsOnlyKeys("before", "monitor", "nobody", "sa");
    assertThat(server.server.logins.get("before").permissions).isEmpty();
  }

  @Test
  void onlyTheOutermostCommitCounts() {
    assertThat(
            server.ok(
                    "BEGIN TRAN BEGIN TRAN CREATE LOGIN l WITH PASSWORD = 'Passw0rd!'\n"
                        + "COMMIT PRINT @@TRANCOUNT ROLLBACK PRINT @@TRANCOUNT")
                .printed())
        .containsExactly("1", "0");
    assertThat(server.server.logins).doesNotContainKey("l");
    assertThat(server.run("COMMIT").errors()).containsExactly(3902);
    assertThat(server.run("ROLLBACK").errors()).containsExactly(3903);
  }

  @Test
  void xactAbortRollsBackAndEndsTheBatch() {
    Answer answer =
        server.run(
            "SET XACT_ABORT ON BEGIN TRAN CREATE LOGIN l WITH PASSWORD = 'Passw0rd!'\n"
                + "SELECT 1/0 PRINT 'never'");
    assertThat(answer.printed()).isEmpty();
    assertThat(server.server.logins).doesNotContainKey("l");
    assertThat(
            server.run(
                    "BEGIN TRY BEGIN TRAN SELECT 1/0 END TRY BEGIN CATCH\n"
                        + "PRINT XACT_STATE() IF XACT_STATE() = -1 ROLLBACK END CATCH")
                .printed())
        .containsExactly("-1");
  }

  @Test
  void theEndOfTheSessionRollsBack() {
    var other = server.as("sa");
    TestServer.run(other, "BEGIN TRAN CREATE LOGIN l WITH PASSWORD = 'Passw0rd!'");
    assertThat(server.server.logins).containsKey("l");
    other.close();
    assertThat(server.server.logins).doesNotContainKey("l");
  }
}
