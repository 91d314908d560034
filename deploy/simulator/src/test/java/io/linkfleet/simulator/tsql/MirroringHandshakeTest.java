package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Breaks one thing at a time between two servers that would otherwise connect. */
class MirroringHandshakeTest {
  @Test
  void connectsWhenEveryPartIsRight() {
    var f = new MirrorFixture().mirrored();
    assertThat(MirrorFixture.shown(f.a)).isEqualTo("PRINCIPAL SYNCHRONIZING UNKNOWN");
    var rows =
        f.b.ok(
                "SELECT state_desc, is_accept, authentication_method, principal_name,"
                    + " login_state_desc, encryption_algorithm_desc, peer_certificate_id"
                    + " FROM sys.dm_db_mirroring_connections")
            .results.get(0);
    assertThat(rows.rows).hasSize(1);
    assertThat(rows.rows.get(0))
        .containsExactly(
            "CONNECTED", true, "CERTIFICATE", "A_user", "ONLINE", "AES",
            f.b.server.certificates.get("A_cert").id);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void failsWhenOnePartIsWrong(
      String what,
      Consumer<MirrorFixture> breaking,
      int error,
      Function<MirrorFixture, TestServer> at,
      String noted) {
    var f = new MirrorFixture().waiting();
    breaking.accept(f);

    Answer answer = f.setPartnerOnA();

    assertThat(answer.errors()).containsExactly(error);
    assertThat(f.database.mirroring).isNull();
    assertThat(f.world.peerConnections).isEmpty();
    assertThat(f.noted(at.apply(f))).contains(noted);
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        onA("server is down", f -> f.b.server.up = false, "10060"),
        onA("network is cut", f -> f.network.cut("b"), "10060"),
        onA("there is no endpoint", f -> f.b.server.endpoint = null, "10061"),
        onA("endpoint is stopped",
            f -> f.b.ok("ALTER ENDPOINT mirroring STATE = STOPPED"), "10061"),
        onA("endpoint has another port",
            f -> f.b.ok("ALTER ENDPOINT mirroring AS TCP (LISTENER_PORT = 5023)"), "10061"),
        onA("endpoint has another address",
            f -> f.b.server.endpoint.ipAddress = "10.0.0.99", "10061"),
        onB("endpoint is for witnesses only",
            f -> f.b.ok("ALTER ENDPOINT mirroring FOR DATABASE_MIRRORING (ROLE = WITNESS)"),
            "28080"),
        onB("no algorithm is common",
            f -> f.b.ok("ALTER ENDPOINT mirroring FOR DATABASE_MIRRORING"
                + " (ENCRYPTION = REQUIRED ALGORITHM RC4)"), "28027"),
        onB("one encrypts and one does not",
            f -> f.b.ok("ALTER ENDPOINT mirroring FOR DATABASE_MIRRORING"
                + " (ENCRYPTION = DISABLED)"), "28027"),
        onB("one takes Windows and one takes certificates",
            f -> f.b.ok("ALTER ENDPOINT mirroring FOR DATABASE_MIRRORING"
                + " (AUTHENTICATION = WINDOWS)"), "28027"),
        onB("mirror lacks the principal's certificate",
            f -> f.b.server.certificates.remove("A_cert"), "28035"),
        onA("principal lacks the mirror's certificate",
            f -> f.a.server.certificates.remove("B_cert"), "28035"),
        onB("mirror holds another certificate under the right name",
            MirroringHandshakeTest::anotherCertificate, "Certificate not found"),
        onB("mirror lets the owner of the certificate not connect",
            f -> f.b.ok("REVOKE CONNECT ON ENDPOINT::mirroring FROM A_login"),
            "The login 'A_login' does not have CONNECT permission"),
        onA("principal lets the owner of the certificate not connect",
            f -> f.a.ok("REVOKE CONNECT ON ENDPOINT::mirroring FROM B_login"),
            "The login 'B_login' does not have CONNECT permission"),
        onB("owner of the certificate is denied what everybody may",
            f -> {
              f.b.ok("GRANT CONNECT ON ENDPOINT::mirroring TO public");
              f.b.ok("DENY CONNECT ON ENDPOINT::mirroring TO A_login");
            },
            "The login 'A_login' does not have CONNECT permission"),
        onB("login of the owner is disabled",
            f -> f.b.ok("ALTER LOGIN A_login DISABLE"), "28034"),
        onB("certificates have expired",
            f -> f.world.clock.offset(Duration.ofDays(366)), "Certificate expired"),
        onB("certificates are not yet valid",
            f -> f.world.clock.offset(Duration.ofDays(-2)), "Certificate not yet valid"),
        onA("own certificate is gone",
            f -> f.a.server.certificates.remove("A_cert"), "28036"),
        onB("mirror's master key does not open by itself",
            f -> f.b.server.masterKeyByService = false, "28037"),
        Arguments.of("own endpoint is stopped",
            (Consumer<MirrorFixture>) f -> f.a.ok("ALTER ENDPOINT mirroring STATE = STOPPED"),
            1486, (Function<MirrorFixture, TestServer>) f -> f.a, ""),
        Arguments.of("there is no own endpoint",
            (Consumer<MirrorFixture>) f -> f.a.server.endpoint = null,
            1486, (Function<MirrorFixture, TestServer>) f -> f.a, ""));
  }

  private static Arguments onA(String what, Consumer<MirrorFixture> breaking, String noted) {
    return Arguments.of(what, breaking, 1418, (Function<MirrorFixture, TestServer>) f -> f.a,
        noted);
  }

  private static Arguments onB(String what, Consumer<MirrorFixture> breaking, String noted) {
    return Arguments.of(what, breaking, 1418, (Function<MirrorFixture, TestServer>) f -> f.b,
        noted);
  }

  private static void anotherCertificate(MirrorFixture f) {
    f.b.server.certificates.remove("A_cert");
    MirrorFixture.put(f.b, "A_cert", MirrorFixture.issue("CN=a"), "NA", "A_user");
  }

  @Test
  void theErrorLogNamesTheReasonAtTheSideThatRefuses() {
    var f = new MirrorFixture().waiting();
    f.b.server.certificates.remove("A_cert");
    f.a.run("ALTER DATABASE Sales SET PARTNER = 'TCP://b.corp.example:5022'");
    assertThat(
            (String)
                f.b.ok("EXEC xp_readerrorlog 0, 1, N'Database Mirroring login attempt'")
                    .results
                    .get(0)
                    .value(0, "Text"))
        .isEqualTo(
            "Database Mirroring login attempt failed with error: 'Connection handshake failed. The"
                + " certificate used by the peer is invalid due to the following reason:"
                + " Certificate not found. State 89.'.");
    f.b.server.up = false;
    f.a.run("ALTER DATABASE Sales SET PARTNER = 'TCP://b.corp.example:5022'");
    assertThat(
            f.a.ok("EXEC sp_readerrorlog 0, 1, N'1474'").results.get(0).values("Text"))
        .contains("Error: 1474, Severity: 16, State: 1.");
  }

  @Test
  void anUnknownHostIsNotReached() {
    var f = new MirrorFixture().waiting();
    Answer answer = f.a.run("ALTER DATABASE Sales SET PARTNER = 'TCP://nowhere.example:5022'");
    assertThat(answer.errors()).containsExactly(1418);
    assertThat(answer.messages.get(0).text())
        .startsWith("The server network address \"TCP://nowhere.example:5022\" can not be reached");
    assertThat(f.noted(f.a)).contains("11001");
  }

  @Test
  void thePortTellsTheInstancesOfOneMachineApart() {
    var f = new MirrorFixture().waiting();
    var description = f.b.server.description;
    var neighbour =
        new TestServer(
            f.world,
            new io.linkfleet.simulator.engine.ServerDescription(
                "B\\TWO", description.productVersion(), description.edition(), 3,
                description.collation(), true, true, description.fqdn(), description.ipAddress(),
                0, java.util.Set.of()));
    neighbour.ok("CREATE ENDPOINT second STATE = STARTED AS TCP (LISTENER_PORT = 5023)"
        + " FOR DATABASE_MIRRORING (ROLE = ALL)");
    String set = "ALTER DATABASE Sales SET PARTNER = 'TCP://b.corp.example:";
    assertThat(f.a.run(set + "5023'").errors()).containsExactly(1418);
    assertThat(f.noted(neighbour)).contains("28027");
    assertThat(f.a.run(set + "5022'").errors()).isEmpty();
    assertThat(f.database.mirroring.partnerInstance).isEqualTo("B");
  }

  @Test
  void aCertificateOfDboNeedsNoGrantAndAnyNameWillDo() {
    var f = new MirrorFixture().waiting();
    var held = f.b.server.certificates.remove("A_cert");
    f.b.ok("REVOKE CONNECT ON ENDPOINT::mirroring FROM A_login");
    f.b.ok("CREATE CERTIFICATE whatever FROM BINARY = 0x"
        + io.linkfleet.simulator.engine.X509.hex(held.der));
    assertThat(f.setPartnerOnA().errors()).isEmpty();
  }

  @Test
  void anEndpointThatTakesBothFallsBackToTheCertificate() {
    var f = new MirrorFixture().waiting();
    for (TestServer server : new TestServer[] {f.a, f.b}) {
      String own = server.server.name() + "_cert";
      server.ok("ALTER ENDPOINT mirroring FOR DATABASE_MIRRORING"
          + " (AUTHENTICATION = WINDOWS NEGOTIATE CERTIFICATE " + own + ")");
    }
    assertThat(f.setPartnerOnA().errors()).isEmpty();
    assertThat(f.a.value("authentication_method FROM sys.dm_db_mirroring_connections"))
        .isEqualTo("CERTIFICATE");
  }

  @Test
  void windowsMembersOfOneDomainNeedLoginsForTheirComputers() {
    var f = windows();
    assertThat(f.setPartnerOnA().errors()).containsExactly(1418);
    assertThat(f.noted(f.b)).contains("The login 'CORP\\A$' does not have CONNECT permission");

    f.b.ok("CREATE LOGIN [CORP\\A$] FROM WINDOWS");
    f.b.ok("GRANT CONNECT ON ENDPOINT::mirroring TO [CORP\\A$]");
    assertThat(f.setPartnerOnA().errors()).containsExactly(1418);
    assertThat(f.noted(f.a)).contains("The login 'CORP\\B$' does not have CONNECT permission");

    f.a.ok("CREATE LOGIN [CORP\\B$] FROM WINDOWS");
    f.a.ok("GRANT CONNECT ON ENDPOINT::mirroring TO [CORP\\B$]");
    assertThat(f.setPartnerOnA().errors()).isEmpty();
    assertThat(f.b.value("remote_user_name FROM sys.dm_db_mirroring_connections"))
        .isEqualTo("CORP\\A$");
  }

  @Test
  void aServerSaysWhatItRunsAsAndWhoIsDenied() {
    var f = windows();
    f.a.server.serviceAccount = "CORP\\sql";
    String account = "MAX(service_account) FROM sys.dm_server_services"
        + " WHERE servicename LIKE 'SQL Server (%'";
    assertThat(f.a.value(account)).isEqualTo("CORP\\sql");
    assertThat(f.b.value(account)).isEqualTo("NT Service\\MSSQLSERVER");
    assertThat(f.a.value("DEFAULT_DOMAIN()")).isEqualTo("CORP");
    assertThat(new MirrorFixture().a.value("DEFAULT_DOMAIN()")).isEqualTo("WORKGROUP");

    f.a.ok("CREATE LOGIN denied WITH PASSWORD = 'Passw0rd!'");
    f.a.ok("DENY CONNECT ON ENDPOINT::mirroring TO denied");
    String state = "MAX(state) FROM sys.server_permissions"
        + " WHERE class = 105 AND grantee_principal_id = SUSER_ID('denied')";
    assertThat(f.a.value(state)).isEqualTo("D");
    f.a.ok("REVOKE CONNECT ON ENDPOINT::mirroring FROM denied");
    assertThat(f.a.value(state)).isNull();
  }

  @Test
  void aServerTellsWhetherItHasAFile() {
    var f = new MirrorFixture().waiting();
    f.a.ok("BACKUP CERTIFICATE A_cert TO FILE = 'C:\\A.cer'");
    assertThat(f.a.ok("EXEC master.dbo.xp_fileexist 'C:\\A.cer'").results.get(0).rows.get(0))
        .containsExactly(1, 0, 1);
    assertThat(f.b.ok("EXEC xp_fileexist N'C:\\A.cer'").results.get(0).rows.get(0))
        .containsExactly(0, 0, 1);
  }

  @Test
  void windowsServersUnderOneAccountNeedNoLogins() {
    var f = windows();
    f.a.server.serviceAccount = "CORP\\sql";
    f.b.server.serviceAccount = "corp\\SQL";
    assertThat(f.setPartnerOnA().errors()).isEmpty();
    assertThat(f.a.value("authentication_method FROM sys.dm_db_mirroring_connections"))
        .isEqualTo("KERBEROS");
  }

  @Test
  void windowsServersOfTwoDomainsCannotAuthenticate() {
    var f = windows();
    f.b.server.windowsDomain = "OTHER";
    assertThat(f.setPartnerOnA().errors()).containsExactly(1418);
    assertThat(f.noted(f.b)).contains("The logon attempt failed");
  }

  private static MirrorFixture windows() {
    var f = new MirrorFixture().waiting();
    for (TestServer server : new TestServer[] {f.a, f.b}) {
      server.server.windowsDomain = "CORP";
      server.ok("ALTER ENDPOINT mirroring FOR DATABASE_MIRRORING (AUTHENTICATION = WINDOWS)");
    }
    return f;
  }
}
