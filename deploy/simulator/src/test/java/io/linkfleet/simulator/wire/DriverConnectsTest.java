package io.linkfleet.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unmodified JDBC driver logs in, in every mode of encryption, and refuses what it should. */
@Timeout(60)
class DriverConnectsTest {
  @TempDir Path directory;
  private Wired wired;

  @BeforeEach
  void start() throws Exception {
    wired = new Wired(directory);
  }

  @AfterEach
  void stop() {
    wired.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true", "strict"})
  void queriesInEveryEncryptionModeWithAVerifiedCertificate(String encrypt) throws Exception {
    try (Connection connection = wired.connect(encrypt);
        var rows = connection.createStatement().executeQuery("SELECT 1")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(1);
      assertThat(connection.getMetaData().getDatabaseProductVersion()).isEqualTo("16.00.4165");
    }
    assertThat(wired.toy.batches).containsExactly("SELECT 1");
    await().untilAsserted(() -> assertThat(wired.toy.open).hasValue(0));
    await().untilAsserted(() -> assertThat(wired.listener.connectionCount()).isZero());
  }

  @Test
  void whatIsLeftOfTheLoginsEncryptionNeverReachesThePlainConnection() throws Exception {
    try (Connection connection = wired.connect("false");
        var statement = connection.createStatement()) {
      statement.setQueryTimeout(20);
      for (int i = 0; i < 10; i++) {
        assertThat(statement.execute("SELECT 1")).isTrue();
        // JSSE says good-bye when it collects an abandoned socket.
        System.gc();
        System.runFinalization();
      }
    }
  }

  @Test
  void handsTheLoginOver() throws Exception {
    Properties properties = wired.properties("true");
    properties.setProperty("databaseName", "Данные ' ]");
    properties.setProperty("applicationName", "linkfleet-test");
    properties.setProperty("workstationID", "HERE");
    try (var connection = DriverManager.getConnection(wired.url("localhost"), properties)) {
      assertThat(connection.getCatalog()).isEqualTo("Данные ' ]");
      var login = wired.toy.sessions.get(0).login;
      assertThat(login.application()).isEqualTo("linkfleet-test");
      assertThat(login.hostName()).isEqualTo("HERE");
      assertThat(login.toString()).doesNotContain(ToyServer.PASSWORD);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true", "strict"})
  void refusesAWrongPasswordWith18456(String encrypt) {
    Properties properties = wired.properties(encrypt);
    properties.setProperty("password", "guess");
    assertThatThrownBy(() -> DriverManager.getConnection(wired.url("127.0.0.1"), properties))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Login failed for user 'sa'.")
        .satisfies(e -> assertThat(((SQLException) e).getErrorCode()).isEqualTo(18456));
    assertThat(wired.toy.open).hasValue(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "strict"})
  void aClientThatTrustsAnotherAuthorityRefuses(String encrypt) throws Exception {
    Path foreign = directory.resolve("foreign.p12");
    TlsIdentity.create().writeTrustStore(foreign, "changeit".toCharArray());
    assertThatThrownBy(
            () ->
                DriverManager.getConnection(
                    wired.url("127.0.0.1"), Wired.properties(encrypt, foreign)))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("PKIX path");
    assertThat(wired.toy.sessions).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "strict"})
  void aClientThatExpectsAnotherHostRefuses(String encrypt) {
    Properties properties = wired.properties(encrypt);
    properties.setProperty("hostNameInCertificate", "elsewhere.example");
    assertThatThrownBy(() -> DriverManager.getConnection(wired.url("127.0.0.1"), properties))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("elsewhere.example");
    assertThat(wired.toy.sessions).isEmpty();
  }

  @Test
  void anIdentityThatIsKeptIsTrustedAfterARestart() throws Exception {
    Path kept = directory.resolve("identity.pem");
    var first = TlsIdentity.keptIn(kept);
    var second = TlsIdentity.keptIn(kept);
    assertThat(second.caCertificate()).isEqualTo(first.caCertificate());
    assertThat(Files.getPosixFilePermissions(kept))
        .containsExactlyInAnyOrder(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    Path trust = directory.resolve("kept-trust.p12");
    first.writeTrustStore(trust, "changeit".toCharArray());
    try (var tds = new TdsServer(second, WireLimits.DEFAULT)) {
      var listener = tds.listen(wired.toy, 0, ConnectionFaults.NONE);
      String url = "jdbc:sqlserver://localhost:" + listener.localPort();
      try (var connection = DriverManager.getConnection(url, Wired.properties("true", trust))) {
        assertThat(connection.isValid(5)).isTrue();
      }
    }
  }

  @Test
  void aServerThatIsDownDropsItsClients() {
    wired.toy.up = false;
    assertThatThrownBy(() -> wired.connect()).isInstanceOf(SQLException.class);
    assertThat(wired.toy.sessions).isEmpty();
  }

  @Test
  void dropConnectionsBreaksIdleAndBusyOnes() throws Exception {
    try (Connection idle = wired.connect();
        Connection busy = wired.connect();
        var statement = busy.createStatement()) {
      var failed = java.util.concurrent.CompletableFuture.supplyAsync(() -> fails(statement));
      wired.toy.sessions.get(1).waiting.await();
      wired.listener.dropConnections();
      assertThat(failed.get(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
      assertThat(idle.isValid(2)).isFalse();
      await().untilAsserted(() -> assertThat(wired.toy.open).hasValue(0));
    }
    try (Connection again = wired.connect()) {
      assertThat(again.isValid(2)).isTrue();
    }
  }

  private static boolean fails(java.sql.Statement statement) {
    try {
      statement.execute("wait");
      return false;
    } catch (SQLException e) {
      return true;
    }
  }
}
