package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.X509;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x500.X500Name;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The T-SQL of the article on replicating a database with the link, verbatim and twice. */
class LinkArticleTest {
  private static final String INSTANCE = "sqlmi1.73d19f36a420a.database.windows.net";
  private final Map<String, String> placeholders =
      new java.util.HashMap<>(
          Map.of(
              "<DatabaseName>", "db1",
              "<DiskPath>", "C:\\Backup\\db1.bak",
              "<strong_password>", "Corr3ct-Horse",
              "<ManagedInstanceFQDN>", INSTANCE,
              "<ManagedInstanceName>", "sqlmi1",
              "<YourExistingEndpointName>", "database_mirroring_endpoint",
              "<AGName>", "AG_db1",
              "<DAGName>", "DAG_db1",
              "<SQLServerIP>", "10.0.0.4"));
  private TestServer server;

  @BeforeEach
  void makeServer() throws Exception {
    use(new TestServer());
  }

  private void use(TestServer now) throws Exception {
    server = now;
    // the article's expiry date lies in 2025, so it is read in 2023
    server.world.clock.offset(
        Duration.between(Instant.now(), Instant.parse("2023-01-15T08:00:00Z")));
    server.database("db1").recoveryModel = "SIMPLE";
    var issued =
        X509.issue(
            new X500Name("CN=" + INSTANCE),
            new X500Name("CN=Microsoft RSA Root Certificate Authority 2017"),
            Instant.parse("2022-11-01T00:00:00Z"),
            Instant.parse("2024-11-01T00:00:00Z"));
    placeholders.put("<PublicKey>", "0x" + X509.hex(issued.certificate().getEncoded()));
    String certificate = "Cert_" + server.server.name() + "_endpoint";
    placeholders.put("<SQLServerCertName>", certificate);
    placeholders.put("<SQL_SERVER_CERTIFICATE>", certificate);
    placeholders.put("<SQLServerName>", server.server.name());
  }

  private List<Answer> block(String name) {
    String text;
    try (InputStream in = getClass().getResourceAsStream("seed/" + name + ".sql")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    for (var placeholder : placeholders.entrySet()) {
      text = text.replace(placeholder.getKey(), placeholder.getValue());
    }
    var answers = new ArrayList<Answer>();
    for (String batch : text.split("(?im)^\\s*GO\\s*$")) {
      if (!batch.isBlank()) {
        answers.add(server.run(batch));
      }
    }
    return answers;
  }

  private static List<Integer> errors(List<Answer> answers) {
    return answers.stream().flatMap(a -> a.errors().stream()).toList();
  }

  private static Answer.Rows rows(List<Answer> answers) {
    return answers.get(answers.size() - 1).results.get(0);
  }

  @Test
  void everyBlockDoesWhatTheArticleSays() {
    assertThat(errors(block("01-recovery-and-backup"))).isEmpty();
    assertThat(block("02-master-key").get(0).printed())
        .containsExactly(
            "Creating master key.\rKeep the password confidential and in a secure place.");
    var created = block("03-server-certificate").get(0);
    assertThat(created.errors()).isEmpty();
    assertThat(created.printed().get(0)).startsWith("CREATE CERTIFICATE [Cert_sql1_endpoint] \r");
    var own = rows(block("04-certificates-with-key"));
    assertThat(own.values("name")).containsExactly("Cert_sql1_endpoint");
    assertThat(own.values("pvt_key_encryption_type_desc"))
        .containsExactly("ENCRYPTED_BY_MASTER_KEY");
    assertThat(own.value(0, "expiry_date")).hasToString("2025-03-30T00:00");
    var key = block("05-public-key").get(1);
    assertThat(key.results.get(0).value(0, "SQLServerCertName")).isEqualTo("Cert_sql1_endpoint");
    assertThat((byte[]) key.results.get(1).value(0, "SQLServerPublicKey"))
        .isEqualTo(server.server.certificates.get("Cert_sql1_endpoint").der);
    assertThat(errors(block("06-import-instance-certificate"))).isEmpty();
    assertThat(block("07-microsoft-root").get(0).printed())
        .containsExactly("Creating MicrosoftPKI certificate.");
    assertThat(errors(block("08-digicert-root"))).isEmpty();
    assertThat(server.server.trustedIssuers.values())
        .containsExactly(List.of("*.database.windows.net"), List.of("*.database.windows.net"));
    assertThat(rows(block("09-all-certificates")).values("name"))
        .containsExactly("Cert_sql1_endpoint", INSTANCE, "MicrosoftPKI", "DigiCertPKI");
    assertThat(rows(block("10-endpoints")).rows).isEmpty();
    assertThat(block("11-certificate-name").get(1).value()).isEqualTo("Cert_sql1_endpoint");
    assertThat(errors(block("12-create-endpoint"))).isEmpty();
    assertThat(rows(block("13-endpoint-check")).rows.get(0))
        .containsExactly(
            "database_mirroring_endpoint", "DATABASE_MIRRORING", "STARTED", "ALL", "CERTIFICATE",
            true, "AES");
    assertThat(errors(block("15-alter-endpoint"))).isEmpty();
    assertThat(rows(block("16-endpoint-after-alter")).value(0, "connection_auth_desc"))
        .isEqualTo("NEGOTIATE, CERTIFICATE");
    assertThat(block("17-server-name").get(0).value()).isEqualTo("sql1");
    assertThat(errors(block("18-create-group"))).isEmpty();
    assertThat(errors(block("19-create-distributed-group"))).isEmpty();
    var groups = rows(block("20-groups"));
    assertThat(groups.values("name")).containsExactly("AG_db1", "DAG_db1");
    assertThat(groups.values("is_distributed")).containsExactly(false, true);
    var states = rows(block("21-connected"));
    assertThat(states.columns).extracting(c -> c.name())
        .containsExactly(
            "Replica", "Endpoint", "Connected state", "Last connection error",
            "Last connection error No", "Last error timestamp");
    assertThat(states.values("Replica")).containsExactly("sql1", "AG_db1", "sqlmi1");
    assertThat(states.values("Connected state"))
        .containsExactly("CONNECTED", "CONNECTED", "DISCONNECTED");
  }

  @Test
  void aSecondRunSaysThatThingsAreThere() {
    everyBlockDoesWhatTheArticleSays();
    assertThat(errors(block("01-recovery-and-backup"))).isEmpty();
    assertThat(block("02-master-key").get(0).printed())
        .containsExactly("Master key already exists.");
    assertThat(block("03-server-certificate").get(0).printed())
        .containsExactly("Certificate Cert_sql1_endpoint already exists.");
    assertThat(errors(block("06-import-instance-certificate"))).containsExactly(15232);
    assertThat(block("07-microsoft-root").get(0).printed())
        .containsExactly("Certificate MicrosoftPKI already exsits.");
    assertThat(block("08-digicert-root").get(0).printed())
        .containsExactly("Certificate DigiCertPKI already exsits.");
    assertThat(errors(block("12-create-endpoint"))).containsExactly(15530);
    assertThat(errors(block("15-alter-endpoint"))).isEmpty();
    assertThat(errors(block("18-create-group"))).containsExactly(41042);
    assertThat(errors(block("19-create-distributed-group"))).containsExactly(19509);
    assertThat(server.server.certificates).hasSize(4);
    assertThat(server.server.groups).hasSize(2);
  }

  @Test
  void withoutTheAzureConnectUpdateTheRootCannotBecomeAnIssuer() throws Exception {
    use(new TestServer("old", "14.0.3460.9", false));
    block("02-master-key");
    var root = block("07-microsoft-root").get(0);
    assertThat(root.errors()).containsExactly(2812);
    assertThat(root.messages.get(root.messages.size() - 1))
        .matches(m -> m.state() == 62 && m.severity() == 16)
        .extracting(m -> m.text())
        .isEqualTo("Could not find stored procedure 'sp_certificate_add_issuer'.");
    block("01-recovery-and-backup");
    assertThat(errors(block("18-create-group"))).isEmpty();
    assertThat(errors(block("19-create-distributed-group"))).containsExactly(19499, 41152);
    assertThat(server.server.groups).containsOnlyKeys("AG_db1");
  }

  @ParameterizedTest
  @CsvSource({"13.0.7000.253, 102", "14.0.3490.10, 0", "15.0.4312.2, 0", "16.0.4165.4, 0"})
  void clusterTypeIsUnknownToSqlServer2016(String version, int error) throws Exception {
    use(new TestServer("v", version, true));
    block("01-recovery-and-backup");
    var answers = block("18-create-group");
    assertThat(errors(answers)).isEqualTo(error == 0 ? List.of() : List.of(error));
    if (error != 0) {
      assertThat(answers.get(0).messages.get(0).text())
          .isEqualTo("Incorrect syntax near 'CLUSTER_TYPE'.");
      assertThat(
              server.run(
                      "CREATE AVAILABILITY GROUP AG_db1 FOR DATABASE db1 REPLICA ON N'v' WITH ("
                          + "ENDPOINT_URL = 'TCP://10.0.0.4:5022', FAILOVER_MODE = MANUAL,"
                          + " AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)")
                  .errors())
          .isEmpty();
    }
  }
}
