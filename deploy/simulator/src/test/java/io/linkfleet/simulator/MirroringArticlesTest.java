package io.linkfleet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The T-SQL of the articles on database mirroring with certificates, block by block with the real
 * driver, in the articles' order, twice.
 */
class MirroringArticlesTest {
  private static final String DOMAIN = ".Mydomain.Corp.Adventure-Works.com";
  private static final String ESTATE =
      """
      azure: {subscription: s, tenant: t}
      logins: [{name: admin, password: Secret-1, role: sysadmin}]
      servers:
        - {name: HOST_A, version: 2016, ip: 10.0.0.1, fqdn: HOST_A%1$s,
           databases: [{name: AdventureWorks, backup: none}]}
        - {name: HOST_B, version: 2016, ip: 10.0.0.2, fqdn: HOST_B%1$s}
        - {name: HOST_W, version: 2016, ip: 10.0.0.3, fqdn: HOST_W%1$s}
      """
          .formatted(DOMAIN);
  private final Map<String, Connection> connections = new TreeMap<>();
  private Simulator simulator;

  @BeforeEach
  void start() throws SQLException {
    simulator = Simulator.start(ESTATE);
    simulator.world().settings.connectDelay = Duration.ofMillis(50);
    for (String host : List.of("HOST_A", "HOST_B", "HOST_W")) {
      connections.put(host, connect(host));
    }
  }

  private Connection connect(String host) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlserver://localhost:%d;user=admin;password=Secret-1;encrypt=true;"
                .formatted(simulator.tdsPort(host))
            + "trustStore=%s;trustStorePassword=%s"
                .formatted(simulator.trustStore(), Simulator.TRUST_STORE_PASSWORD));
  }

  @AfterEach
  void stop() throws SQLException {
    for (Connection connection : connections.values()) {
      connection.close();
    }
    simulator.close();
  }

  @Test
  void theExampleEndsInARunningSessionAndSaysSoTheSecondTime() throws Exception {
    outboundAndInbound(List.of());
    prepareMirror();
    assertThat(block("HOST_B", "example/17-HOST_B-set-partner")).isEmpty();
    assertThat(block("HOST_A", "example/18-HOST_A-set-partner")).isEmpty();
    assertThat(safety()).isEqualTo("FULL");
    assertThat(block("HOST_A", "example/19-HOST_A-safety")).isEmpty();
    runsInHighPerformanceMode();

    // everything is there: what a server answers to someone who makes it again
    outboundAndInbound(List.of(15578, 15232, 15530, 15240, 15025, 15023, 15232));
    assertThat(block("HOST_B", "example/17-HOST_B-set-partner")).containsExactly(1405);
    assertThat(block("HOST_A", "example/18-HOST_A-set-partner")).containsExactly(1405);
    assertThat(block("HOST_A", "example/19-HOST_A-safety")).isEmpty();
    runsInHighPerformanceMode();
  }

  /** Blocks 1 to 16, with the copies between the machines; GRANT alone succeeds every time. */
  private void outboundAndInbound(List<Integer> errors) throws Exception {
    var met = new TreeMap<String, List<Integer>>();
    for (String host : List.of("HOST_A", "HOST_B")) {
      for (String step : List.of("master-key", "certificate", "endpoint", "backup-certificate")) {
        String number = "%02d".formatted(met.size() + 1);
        met.put(number, block(host, "example/" + number + "-" + host + "-" + step));
      }
    }
    copy("HOST_A", "HOST_B", "C:\\HOST_A_cert.cer");
    copy("HOST_B", "HOST_A", "C:\\HOST_B_cert.cer");
    for (String host : List.of("HOST_A", "HOST_B")) {
      for (String step : List.of("login", "user", "import-certificate", "grant")) {
        String number = "%02d".formatted(met.size() + 1);
        met.put(number, block(host, "example/" + number + "-" + host + "-" + step));
      }
    }
    var expected = new ArrayList<List<Integer>>();
    for (int first : new int[] {0, 0, 4, 4}) {
      for (int i = first; i < first + 4; i++) {
        expected.add(i < errors.size() ? List.of(errors.get(i)) : List.of());
      }
    }
    assertThat(met.values()).containsExactlyElementsOf(expected);
  }

  /** The article leaves this to another page: full and log backup, restored WITH NORECOVERY. */
  private void prepareMirror() throws Exception {
    run("HOST_A", "BACKUP DATABASE AdventureWorks TO DISK = 'C:\\AW.bak'");
    run("HOST_A", "BACKUP LOG AdventureWorks TO DISK = 'C:\\AW.trn'");
    copy("HOST_A", "HOST_B", "C:\\AW.bak");
    copy("HOST_A", "HOST_B", "C:\\AW.trn");
    run("HOST_B", "RESTORE DATABASE AdventureWorks FROM DISK = 'C:\\AW.bak' WITH NORECOVERY");
    run("HOST_B", "RESTORE LOG AdventureWorks FROM DISK = 'C:\\AW.trn' WITH NORECOVERY");
  }

  private void runsInHighPerformanceMode() throws SQLException {
    assertThat(safety()).isEqualTo("OFF");
    assertThat(state("HOST_A")).isEqualTo("PRINCIPAL SYNCHRONIZING HOST_B");
    assertThat(state("HOST_B")).isEqualTo("MIRROR SYNCHRONIZING HOST_A");
    assertThat(one("HOST_B", "SELECT principal_name FROM sys.dm_db_mirroring_connections"))
        .isEqualTo("HOST_A_user");
  }

  @Test
  void withAWitnessInSafetyTheMirrorTakesOver() throws Exception {
    outboundAndInbound(List.of());
    prepareMirror();
    trustWitness();
    block("HOST_B", "example/17-HOST_B-set-partner");
    block("HOST_A", "example/18-HOST_A-set-partner");
    run("HOST_A", "ALTER DATABASE AdventureWorks SET WITNESS = 'TCP://HOST_W" + DOMAIN + ":7024'");
    await("HOST_B", "MIRROR SYNCHRONIZED HOST_A");

    simulator.world().servers.get("HOST_A").up = false;

    await("HOST_B", "PRINCIPAL DISCONNECTED HOST_A");
    simulator.world().servers.get("HOST_A").up = true;
    await("HOST_B", "PRINCIPAL SYNCHRONIZED HOST_A");
  }

  /** The article: the same steps for the witness, in both directions with both partners. */
  private void trustWitness() throws Exception {
    for (String step : List.of("05-HOST_B-master-key", "06-HOST_B-certificate",
        "07-HOST_B-endpoint", "08-HOST_B-backup-certificate")) {
      assertThat(block("HOST_W", "example/" + step, "HOST_B", "HOST_W")).isEmpty();
    }
    for (String host : List.of("HOST_A", "HOST_B")) {
      copy(host, "HOST_W", "C:\\" + host + "_cert.cer");
      copy("HOST_W", host, "C:\\HOST_W_cert.cer");
      for (String step : List.of("13-HOST_B-login", "14-HOST_B-user", "15-HOST_B-import-certificate",
          "16-HOST_B-grant")) {
        assertThat(block("HOST_W", "example/" + step, "HOST_A", host)).isEmpty();
        assertThat(block(host, "example/" + step, "HOST_A", "HOST_W")).isEmpty();
      }
    }
  }

  @Test
  void theOutboundPageShowsWhatItMade() throws Exception {
    for (int run = 1; run <= 2; run++) {
      boolean first = run == 1;
      assertThat(block("HOST_A", "outbound/01-HOST_A-master-key")).isEqualTo(once(first, 15578));
      assertThat(block("HOST_A", "outbound/02-HOST_A-certificate")).isEqualTo(once(first, 15232));
      assertThat(block("HOST_A", "outbound/03-HOST_A-certificates")).isEmpty();
      assertThat(one("HOST_A", text("outbound/03-HOST_A-certificates"))).isEqualTo("HOST_A_cert");
      assertThat(block("HOST_A", "outbound/05-HOST_A-endpoint")).isEqualTo(once(first, 15530));
      assertThat(row("HOST_A", text("outbound/04-HOST_A-endpoints")))
          .containsExactly("Endpoint_Mirroring", "ALL", "STARTED", "CERTIFICATE", "AES");
      assertThat(block("HOST_A", "outbound/06-HOST_A-backup-certificate"))
          .isEqualTo(once(first, 15240));
      assertThat(block("HOST_B", "outbound/07-HOST_B-outbound"))
          .isEqualTo(first ? List.of() : List.of(15578, 15232, 15530, 15240));
    }
  }

  private static List<Integer> once(boolean first, int error) {
    return first ? List.of() : List.of(error);
  }

  private void await(String host, String state) {
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> state(host), state::equals);
  }

  private String state(String host) throws SQLException {
    return one(
        host,
        """
        SELECT mirroring_role_desc + ' ' + mirroring_state_desc + ' ' + mirroring_partner_instance
        FROM sys.database_mirroring WHERE database_id = DB_ID('AdventureWorks')
        """);
  }

  private String safety() throws SQLException {
    return one(
        "HOST_A",
        """
        SELECT mirroring_safety_level_desc FROM sys.database_mirroring
        WHERE mirroring_guid IS NOT NULL
        """);
  }

  private void copy(String from, String to, String path) {
    var world = simulator.world();
    assertThat(world.copyFile(world.servers.get(from), path, world.servers.get(to), path))
        .as("%s on %s", path, from)
        .isTrue();
  }

  /** Runs a block, split at GO, and gives the numbers of its errors; names may be exchanged. */
  private List<Integer> block(String host, String name, String... exchanged) throws SQLException {
    String text = text(name);
    for (int i = 0; i < exchanged.length; i += 2) {
      text = text.replace(exchanged[i], exchanged[i + 1]);
    }
    var errors = new ArrayList<Integer>();
    for (String batch : text.split("(?im)^\\s*GO\\s*$")) {
      if (!batch.isBlank()) {
        errors.addAll(batch(host, batch));
      }
    }
    return errors;
  }

  private static String text(String name) {
    String file = "mirroring/" + name + ".sql";
    try (InputStream in = MirroringArticlesTest.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<Integer> batch(String host, String text) throws SQLException {
    var errors = new ArrayList<Integer>();
    try (Statement statement = connections.get(host).createStatement()) {
      statement.execute(text);
      while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
        // every result is read, so that no error stays behind
      }
    } catch (SQLException error) {
      for (SQLException each = error; each != null; each = each.getNextException()) {
        errors.add(each.getErrorCode());
      }
    }
    return errors;
  }

  private void run(String host, String text) throws SQLException {
    assertThat(batch(host, text)).as(text).isEmpty();
  }

  private String one(String host, String query) throws SQLException {
    return row(host, query).get(0);
  }

  private List<String> row(String host, String query) throws SQLException {
    try (Statement statement = connections.get(host).createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).as("a row for %s", query).isTrue();
      var row = new ArrayList<String>();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        row.add(rows.getString(i));
      }
      assertThat(rows.next()).as("a second row for %s", query).isFalse();
      return row;
    }
  }
}
