package io.linkfleet.simulator.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.simulator.Simulator;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The unmodified programs tsql and bsqldb of FreeTDS, in every encryption mode that they have.
 * Strict encryption came with FreeTDS 1.4, which Debian 12 and 13 do not have.
 */
class FreeTdsTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);
  private static Simulator simulator;
  @TempDir Path directory;

  @BeforeAll
  static void start() {
    Program.needs("tsql");
    Program.needs("bsqldb");
    simulator = Simulator.start(ClientEstate.YAML);
  }

  @AfterAll
  static void stop() {
    if (simulator != null) {
      simulator.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "request", "require"})
  void tsqlReadsAndChanges(String encryption) throws Exception {
    var outcome =
        tsql(
            "encryption = " + encryption,
            """
            SELECT name, recovery_model_desc FROM sys.databases WHERE name = N'Sales'
            go
            SELECT 1 AS a
            SELECT N'Ω 日本語' AS b UNION ALL SELECT N'y'
            go
            BEGIN TRAN
            CREATE LOGIN [from_tsql] WITH PASSWORD = N'Str0ng-enough!'
            ROLLBACK
            SELECT COUNT(*) AS n FROM sys.server_principals WHERE name = N'from_tsql'
            go
            DECLARE @r int
            EXEC @r = sp_getapplock @Resource = N'tsql', @LockMode = 'Exclusive',
              @LockOwner = 'Session'
            SELECT @r AS locked
            go
            """);

    assertThat(outcome.lines())
        .as(outcome::toString)
        .containsExactly(
            "name\trecovery_model_desc", "Sales\tFULL", "a", "1", "b", "Ω 日本語", "y", "n", "0",
            "locked", "0");
    assertThat(outcome.exitCode()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "request", "require"})
  void tsqlShowsMessagesAndErrorsAndGoesOn(String encryption) throws Exception {
    var outcome =
        tsql(
            "encryption = " + encryption,
            """
            PRINT N'printed 日本語'
            go
            SELECT 1/0
            go
            SELECT 7 AS seven
            go
            """);

    assertThat(outcome.err())
        .contains("printed 日本語")
        .contains("Msg 8134 (severity 16, state 1) from SQL01 Line 1:")
        .contains("Divide by zero error encountered.");
    // the columns of the division come before its error, and its column has no name
    assertThat(outcome.lines()).containsExactly("", "seven", "7");
  }

  @Test
  void tsqlChecksTheCertificate() throws Exception {
    String check = "encryption = require\ncheck certificate hostname = yes\nca file = ";
    assertThat(tsql(check + simulator.caCertificate(), "SELECT 1 AS one\ngo\n").lines())
        .containsExactly("one", "1");

    try (Simulator other = Simulator.start(ClientEstate.YAML)) {
      var refused = tsql(check + other.caCertificate(), "SELECT 1 AS one\ngo\n");
      assertThat(refused.exitCode()).as(refused::toString).isNotZero();
      assertThat(refused.out()).doesNotContain("one");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "require"})
  void aWrongPasswordIsRefused(String encryption) throws Exception {
    var outcome =
        Program.run(
            directory, configured("encryption = " + encryption), "", LIMIT, "tsql", "-S", "sim",
            "-U", ClientEstate.USER, "-P", "wrong");

    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("Msg 18456 (severity 14, state 1) from SQL01:")
        .contains("Login failed for user 'admin'.");
  }

  @Test
  void aTimeLimitEndsTheStatementOnTheServerToo() throws Exception {
    var outcome = tsql("timeout = 1", "WAITFOR DELAY '00:01:00' -- by tsql\ngo\n");

    assertThat(outcome.err()).as(outcome::toString).contains("connection timed out");
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(tsql("", sessions()).lines())
                    .as("sessions, with the one that asks")
                    .containsExactly("n", "1"));
  }

  private static String sessions() {
    return """
        SELECT COUNT(*) AS n FROM sys.dm_exec_sessions WHERE is_user_process = 1
        go
        """;
  }

  @ParameterizedTest
  @ValueSource(strings = {"off", "request", "require"})
  void bsqldbRunsAScript(String encryption) throws Exception {
    Path script =
        Files.writeString(
            directory.resolve("in.sql"),
            """
            SELECT CAST(name AS nvarchar(20)) AS name FROM sys.databases WHERE name = N'Sales'
            GO
            PRINT 'printed'
            GO
            SELECT 1 AS a SELECT 2 AS b
            GO
            SELECT 1/0
            GO
            """);

    var outcome =
        Program.run(
            directory, configured("encryption = " + encryption), "", LIMIT, "bsqldb", "-S", "sim",
            "-U", ClientEstate.USER, "-P", ClientEstate.PASSWORD, "-i", script.toString());

    assertThat(outcome.lines().stream().map(String::strip))
        .as(outcome::toString)
        .containsExactly("Sales", "1", "2");
    assertThat(outcome.err())
        .contains("printed")
        .contains("Msg 8134, Level 16, State 1")
        .contains("Divide by zero error encountered.");
    assertThat(outcome.exitCode()).isEqualTo(16);
  }

  private Program.Outcome tsql(String settings, String input) throws Exception {
    return Program.run(
        directory, configured(settings), input, LIMIT, "tsql", "-o", "q", "-S", "sim", "-U",
        ClientEstate.USER, "-P", ClientEstate.PASSWORD);
  }

  /** The environment that leads FreeTDS to the simulator. */
  private Map<String, String> configured(String settings) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("freetds.conf"),
            """
            [sim]
            host = localhost
            port = %d
            tds version = 7.4
            client charset = UTF-8
            %s
            """
                .formatted(simulator.tdsPort("SQL01"), settings));
    return Map.of("FREETDSCONF", file.toString(), "LC_ALL", "C.UTF-8");
  }
}
