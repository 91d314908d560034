package io.linkfleet.simulator.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.LinkSetup;
import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.X509;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Breaks one thing at a time in a configuration that is otherwise right. */
class ConnectionRulesTest {
  private static final Duration AT_ONCE = Duration.ofSeconds(2);
  private static final Duration INIT_TIMEOUT = Duration.ofMinutes(5).plusSeconds(2);
  private static final X509.Issued OTHER = LinkSetup.issue("CN=other", "CN=other");

  @Test
  void connectsWhenEveryPartIsRight() {
    var f = new LinkFixture().connected();

    assertThat(f.remote.connected).isTrue();
    assertThat(f.remote.lastErrorNumber).isZero();
    assertThat(f.link.state).isEqualTo("LinkSynchronizing");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("broken")
  void failsWhenOnePartIsWrong(
      String what,
      Consumer<LinkFixture> breaking,
      Duration after,
      String state,
      int linkError,
      int serverError) {
    var f = new LinkFixture();
    breaking.accept(f);

    f.pass(AT_ONCE);
    boolean early = !f.link.state.equals("CreatingLink");
    f.pass(after.minus(AT_ONCE));

    assertThat(f.link.state).isEqualTo(state);
    assertThat(f.link.errorNumber).isEqualTo(linkError);
    assertThat(f.link.errorText).isNotBlank();
    assertThat(f.remote.connected).isFalse();
    assertThat(f.remote.lastErrorNumber).isEqualTo(serverError);
    assertThat(early).as("answered at once").isEqualTo(after.equals(AT_ONCE));
    assertThat(f.instance.databases)
        .as("nothing may have been restored")
        .doesNotContainEntry("Sales", "Restoring");
  }

  @Test
  void theServersErrorLogSaysThatNobodyCanBeRedirectedTo() {
    var f = new LinkFixture();
    f.remote.endpointUrl = "tcp://" + LinkFixture.FQDN + ":5022";
    f.pass(AT_ONCE);
    assertThat(f.server.errorLog.lines())
        .extracting(line -> line.text())
        .contains(
            "Database Mirroring login attempt failed with error: 'Tried to send redirect request"
                + " but the redirect string is empty'.  [CLIENT: " + LinkFixture.FQDN + "]");
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        // The address leads nowhere
        silent("source endpoint names an unknown host",
            f -> f.link.sourceEndpoint = "TCP://10.9.9.9:5022", 41962),
        silent("source endpoint names another port",
            f -> f.link.sourceEndpoint = "TCP://10.0.0.11:5023", 41962),
        silent("server is down", f -> f.server.up = false, 41962),
        silent("server has no endpoint", f -> f.server.endpoint = null, 41962),
        silent("network is cut", f -> f.network.cut("sql01"), 41962),
        silent("endpoint listens on another address",
            f -> f.endpoint.ipAddress = "10.0.0.99", 41962),
        // The endpoint
        silent("endpoint is stopped", f -> f.endpoint.state = 1, 41962),
        silent("endpoint is a witness", f -> f.endpoint.role = 2, 41986),
        slow("endpoint offers RC4 only", f -> f.endpoint.encryptionAlgorithm = 1, 41986, 28027),
        slow("endpoint does not encrypt", f -> f.endpoint.encryptionEnabled = false, 41986, 28027),
        slow("endpoint accepts Windows only", f -> f.endpoint.connectionAuth = 3, 41986, 28027),
        slow("endpoint's certificate is gone", f -> f.endpoint.certificateId = 999, 41986, 28036),
        // Trust
        now("server's certificate has expired",
            f -> f.world.clock.offset(Duration.ofDays(366)), 41973, 28036),
        now("server's certificate is not yet valid",
            f -> f.world.clock.offset(Duration.ofDays(-2)), 41973, 28036),
        now("server's certificate is not on the instance",
            f -> f.instance.trustCertificates.clear(), 41973, 28028),
        now("another certificate under the right name is on the instance",
            ConnectionRulesTest::replaceTrusted, 41973, 28028),
        now("instance's certificate is not on the server",
            f -> f.server.certificates.remove(LinkFixture.FQDN), 41974, 28035),
        now("instance's certificate has another name on the server",
            ConnectionRulesTest::renameImported, 41974, 28035),
        now("another certificate has the instance's name on the server",
            ConnectionRulesTest::replaceImported, 41974, 28035),
        now("instance's certificate has expired",
            f -> f.world.clock.offset(Duration.ofDays(301)), 41974, 28035),
        now("issuing root is not on the server",
            f -> f.server.certificates.remove("DigiCertPKI"), 41974, 28035),
        now("another root is on the server", ConnectionRulesTest::otherRoot, 41974, 28035),
        now("root is not added as issuer", f -> f.server.trustedIssuers.clear(), 41974, 28035),
        now("root is trusted for another domain",
            f -> f.server.trustedIssuers.put(258, List.of("*.database.usgovcloudapi.net")),
            41974, 28035),
        // Groups
        now("primary group does not exist", f -> f.link.primaryGroup = "AG_Other", 41976, 35201),
        now("group's endpoint URL leads elsewhere",
            f -> f.replica.endpointUrl = "TCP://10.0.0.12:5022", 41976, 35201),
        now("group's endpoint URL has another port",
            f -> f.replica.endpointUrl = "TCP://10.0.0.11:5023", 41976, 35201),
        now("distributed group's local member is another group",
            f -> f.member.serverName = "AG_Other", 41976, 35201),
        now("distributed group's remote member is not the link's secondary group",
            f -> f.remote.serverName = "mi-north", 41976, 35201),
        now("local listener URL leads elsewhere",
            f -> f.member.endpointUrl = "TCP://sql02.corp.example:5022", 41976, 35201),
        now("remote listener URL names another host",
            f -> f.remote.endpointUrl = "tcp://mi.database.windows.net:5022;Server=[mi-west]",
            41976, 35201),
        now("remote listener URL has another port",
            f -> f.remote.endpointUrl = "tcp://" + LinkFixture.FQDN + ":5023;Server=[mi-west]",
            41976, 35201),
        now("remote listener URL lacks the server",
            f -> f.remote.endpointUrl = "tcp://" + LinkFixture.FQDN + ":5022", 41976, 35201),
        now("remote listener URL names another server",
            f -> f.remote.endpointUrl = "tcp://" + LinkFixture.FQDN + ":5022;Server=[mi-north]",
            41976, 35201),
        // The database
        creation("group holds no database", f -> f.group.databases.clear()),
        creation("group holds another database", f -> f.link.targetDatabase = "Other"),
        creation("group holds two databases", f -> f.group.databases.add(f.database)),
        creation("database is restoring", f -> f.database.state = "RESTORING"),
        creation("instance has a database of that name",
            f -> f.instance.databases.put("Sales", "Online")));
  }

  @Test
  void failsWhenNoDistributedGroupHasTheLinksName() {
    var f = new LinkFixture();
    f.server.groups.remove("DAG_Sales");

    f.pass(AT_ONCE);

    assertThat(f.link.state).isEqualTo("LinkInitError");
    assertThat(f.link.errorNumber).isEqualTo(41976);
    assertThat(f.link.errorText).contains("AG_Sales").contains("TCP://10.0.0.11:5022");
  }

  @Test
  void failsAtOnceWithoutTheConnectPack() {
    var f = new LinkFixture(false, LinkFixture.COLLATION).pass(AT_ONCE);

    assertThat(f.link.state).isEqualTo("LinkInitError");
    assertThat(f.link.errorNumber).isEqualTo(41976);
  }

  @Test
  void neverConnectsWhenTheCollationsDiffer() {
    var f = new LinkFixture(true, "Latin1_General_100_CS_AS").pass(INIT_TIMEOUT);

    assertThat(f.remote.connected).isFalse();
    assertThat(f.link.errorNumber).isEqualTo(41986);
  }

  @ParameterizedTest
  @MethodSource("fine")
  void connectsInEveryVariantThatIsRightToo(String what, Consumer<LinkFixture> change) {
    var f = new LinkFixture();
    change.accept(f);

    f.connected();

    assertThat(f.remote.connected).as(what).isTrue();
  }

  static Stream<Arguments> fine() {
    return Stream.of(
        variant("FQDN in place of the address",
            f -> f.link.sourceEndpoint = "tcp://SQL01.corp.example:5022"),
        variant("role PARTNER", f -> f.endpoint.role = 1),
        variant("Windows first, then certificate", f -> f.endpoint.connectionAuth = 7),
        variant("certificate first, then Windows", f -> f.endpoint.connectionAuth = 10),
        variant("RC4 and AES", f -> f.endpoint.encryptionAlgorithm = 5),
        variant("upper case in the listener URL",
            f -> f.remote.endpointUrl =
                "TCP://" + LinkFixture.FQDN.toUpperCase() + ":5022;SERVER=[MI-WEST]"),
        variant("an issuer rule for exactly the instance",
            f -> f.server.trustedIssuers.put(258, List.of(LinkFixture.FQDN))),
        variant("the trusted certificate has any name",
            f -> {
              var own = f.instance.trustCertificates.remove("Cert_SQL01_endpoint");
              f.instance.trustCertificates.put("x", own);
            }));
  }

  private static Arguments variant(String what, Consumer<LinkFixture> change) {
    return Arguments.of(what, change);
  }

  private static Arguments silent(String what, Consumer<LinkFixture> change, int error) {
    return Arguments.of(what, change, INIT_TIMEOUT, "LinkInitError", error, 35201);
  }

  private static Arguments slow(
      String what, Consumer<LinkFixture> change, int error, int atServer) {
    return Arguments.of(what, change, INIT_TIMEOUT, "LinkInitError", error, atServer);
  }

  private static Arguments now(
      String what, Consumer<LinkFixture> change, int error, int atServer) {
    return Arguments.of(what, change, AT_ONCE, "LinkInitError", error, atServer);
  }

  private static Arguments creation(String what, Consumer<LinkFixture> change) {
    return Arguments.of(what, change, AT_ONCE, "LinkCreationError", 41977, 35201);
  }

  private static void replaceTrusted(LinkFixture f) {
    byte[] der = LinkSetup.certificate("x", 1, OTHER).der;
    f.instance.trustCertificates.put(
        "Cert_SQL01_endpoint",
        new ManagedInstance.TrustCertificate("Cert_SQL01_endpoint", der, "00"));
  }

  private static void renameImported(LinkFixture f) {
    Certificate held = f.server.certificates.remove(LinkFixture.FQDN);
    f.server.certificates.put(
        "AzureSQLMI",
        new Certificate("AzureSQLMI", held.id, held.x509, held.der, null, "NA", "dbo"));
  }

  private static void replaceImported(LinkFixture f) {
    f.server.certificates.put(
        LinkFixture.FQDN, LinkSetup.certificate(LinkFixture.FQDN, 257, OTHER));
  }

  private static void otherRoot(LinkFixture f) {
    var other = AzureRoots.named("MicrosoftRSARoot2017");
    f.server.certificates.put(
        "DigiCertPKI",
        new Certificate("DigiCertPKI", 258, other.x509(), other.der(), null, "NA", "dbo"));
  }
}
