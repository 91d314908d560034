package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.MirroringSession;
import io.linkfleet.simulator.engine.ServerDescription;
import io.linkfleet.simulator.engine.X509;
import io.linkfleet.simulator.session.SqlMessage;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every statement that changes a server, refused for every reason of the table of messages. */
class DefinitionErrorsTest {
  private static final String REPLICA =
      "REPLICA ON N'sql1' WITH (ENDPOINT_URL = 'TCP://10.0.0.4:5022',"
          + " AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL)";
  private static final String MEMBER =
      " WITH (LISTENER_URL = 'TCP://10.0.0.4:5022', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,"
          + " FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC)";

  private TestServer server;

  @BeforeEach
  void aServerWithABitOfEverything() {
    server = new TestServer();
    server.server.masterKey = true;
    server.server.certificates.put("own", TestCertificates.own("own", 256));
    server.server.certificates.put("public", TestCertificates.imported("public", 257));
    server.server.nextCertificateId = 258;
    ready("db1");
    ready("joined");
    server.ok("CREATE AVAILABILITY GROUP ag FOR DATABASE joined " + REPLICA);
    server.ok("CREATE LOGIN partner WITH PASSWORD = 'Passw0rd!'; CREATE USER partner");
  }

  private Database ready(String name) {
    Database database = server.database(name);
    database.lastLogBackupLsn = BigInteger.TEN;
    return database;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Passw0rd!' | 15578",
        "DROP MASTER KEY | 15580",
        "CREATE CERTIFICATE own WITH SUBJECT = 's' | 15232",
        "CREATE CERTIFICATE c FROM BINARY = 0x00FF | 15297",
        "CREATE CERTIFICATE c FROM FILE = 'C:\\none.cer' | 15208",
        "CREATE CERTIFICATE c AUTHORIZATION stranger WITH SUBJECT = 's' | 15151",
        "CREATE CERTIFICATE c WITH SUBJECT = '' | 15212",
        "CREATE CERTIFICATE c WITH SUBJECT = 's', EXPIRY_DATE = 'tomorrow' | 241",
        "CREATE CERTIFICATE c WITH EXPIRY_DATE = '20300101' | 102",
        "DROP CERTIFICATE none | 15151",
        "BACKUP CERTIFICATE none TO FILE = 'C:\\x.cer' | 15151",
        "ALTER CERTIFICATE none WITH ACTIVE FOR BEGIN_DIALOG = OFF | 15151",
        "CREATE LOGIN partner WITH PASSWORD = 'Passw0rd!' | 15025",
        "CREATE LOGIN weak WITH PASSWORD = 'password' | 15118",
        "CREATE LOGIN short WITH PASSWORD = 'Pw0!' | 15116",
        "CREATE LOGIN local FROM WINDOWS | 15407",
        "DROP LOGIN none | 15151",
        "CREATE USER partner | 15023",
        "CREATE USER other FOR LOGIN none | 15007",
        "CREATE USER other FOR LOGIN partner | 15063",
        "DROP USER none | 15151",
        "GRANT CONNECT ON ENDPOINT::none TO partner | 15151",
        "GRANT VIEW SERVER STATE TO none | 15151",
        "USE msdb; GRANT VIEW SERVER STATE TO partner | 4621",
        "ALTER ENDPOINT none STATE = STARTED | 15151",
        "DROP ENDPOINT none | 15151",
        "CREATE DATABASE db1 | 1801",
        "CREATE DATABASE master | 1801",
        "DROP DATABASE none | 3701",
        "DROP DATABASE master | 3708",
        "DROP DATABASE joined | 3752",
        "ALTER DATABASE none SET RECOVERY FULL | 5011, 5069",
        "ALTER DATABASE tempdb SET RECOVERY FULL | 5058, 5069",
        "ALTER DATABASE joined SET RECOVERY SIMPLE | 1468, 5069",
        "ALTER DATABASE joined SET READ_ONLY | 1468, 5069",
        "BACKUP DATABASE none TO DISK = 'x.bak' | 911, 3013",
        "BACKUP DATABASE tempdb TO DISK = 'x.bak' | 3147, 3013",
        "BACKUP DATABASE db1 TO DISK = 'C:\\folder\\' | 3201, 3013",
        "BACKUP DATABASE db1 TO DISK = 'x.bak' WITH DIFFERENTIAL | 3035, 3013",
        "BACKUP LOG master TO DISK = 'x.bak' | 4208, 3013",
        "BACKUP DATABASE db1 TO DISK = 'x.bak' WITH NOSUCH | 102",
        "USE none | 911",
        "ALTER AVAILABILITY GROUP none SET (DB_FAILOVER = ON) | 15151",
        "DROP AVAILABILITY GROUP none | 15151",
        "ALTER AVAILABILITY GROUP ag REMOVE DATABASE db1 | 35281",
        "ALTER AVAILABILITY GROUP ag ADD DATABASE none | 35238",
        "ALTER AVAILABILITY GROUP ag MODIFY REPLICA ON 'sql9' WITH (SESSION_TIMEOUT = 20) | 35210",
        "ALTER AVAILABILITY GROUP ag MODIFY REPLICA ON 'sql1' WITH (SESSION_TIMEOUT = 2) | 35214",
        "ALTER DATABASE db1 SET PARTNER = 'TCP://sql2:5022' | 1486",
        "RESTORE DATABASE db1 FROM DISK = 'x.bak' | 3201, 3013",
      })
  void isRefusedWith(String statement, String numbers) {
    var before = snapshot();
    assertThat(server.run(statement).errors())
        .isEqualTo(Arrays.stream(numbers.split(", ")).map(Integer::valueOf).toList());
    assertThat(snapshot()).as("nothing has changed").isEqualTo(before);
  }

  private List<Object> snapshot() {
    return List.of(
        server.server.masterKey,
        server.server.certificates.keySet().toString(),
        server.server.logins.keySet().toString(),
        server.server.masterUsers.toString(),
        server.server.databases.keySet().toString(),
        server.server.groups.keySet().toString(),
        server.server.backups.size(),
        server.server.endpoint == null);
  }

  @Test
  void theSameCertificateCannotBeImportedTwice() {
    String der = "0x" + X509.hex(server.server.certificates.get("public").der);
    SqlMessage message =
        server.run("CREATE CERTIFICATE again FROM BINARY = " + der).messages.get(0);
    assertThat(message.number()).isEqualTo(15232);
    assertThat(message.text())
        .isEqualTo(
            "A certificate with name 'again' already exists or this certificate already has been"
                + " added to the database.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "START_DATE = '20190101', EXPIRY_DATE = '20200101' | 15215",
        "START_DATE = '20980101', EXPIRY_DATE = '20990101' | 15214",
        "START_DATE = '20220101', EXPIRY_DATE = '20210101' | 15213",
      })
  void aCertificateOutOfItsTimeIsMadeWithAWarning(String dates, int number) {
    Answer answer = server.run("CREATE CERTIFICATE c WITH SUBJECT = 's', " + dates);
    assertThat(answer.errors()).isEmpty();
    assertThat(answer.messages).extracting(SqlMessage::number).containsExactly(number);
    assertThat(answer.messages.get(0).severity()).isEqualTo(10);
    assertThat(server.server.certificates).containsKey("c");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "BACKUP DATABASE db1 TO device",
        "GRANT CONTROL ON CERTIFICATE::own TO partner",
      })
  void whatIsNotModelledSaysSo(String statement) {
    assertThat(server.run(statement).errors()).containsExactly(50999);
  }

  @Test
  void withoutAMasterKeyNoPrivateKeyIsMadeButCertificatesAreRead() {
    server.server.masterKey = false;
    assertThat(server.run("CREATE CERTIFICATE c WITH SUBJECT = 's'").errors())
        .containsExactly(15581);
    server.server.certificates.remove("public");
    String der = "0x" + X509.hex(TestCertificates.imported("x", 1).der);
    assertThat(server.run("CREATE CERTIFICATE c FROM BINARY = " + der).errors()).isEmpty();
  }

  @Test
  void anEndpointIsOneOfItsKindAndHoldsItsCertificate() {
    String endpoint =
        "(LISTENER_PORT = %s) FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE %s)";
    String create = "CREATE ENDPOINT e AS TCP " + endpoint;
    assertThat(server.run(create.formatted("80", "own")).errors()).containsExactly(7810);
    assertThat(server.run(create.formatted("40000", "own")).errors()).containsExactly(7810);
    assertThat(server.run(create.formatted("5022", "none")).errors()).containsExactly(15151);
    server.ok(create.formatted("5022", "own"));
    assertThat(server.run(create.formatted("5023", "own")).errors()).containsExactly(15530);
    assertThat(
            server.run(create.replace(" e ", " other ").formatted("5023", "own")).errors())
        .containsExactly(7862);
    assertThat(server.run("ALTER ENDPOINT e").errors()).containsExactly(7863);
    assertThat(server.run("DROP CERTIFICATE own").errors()).containsExactly(15352);
    server.ok("DROP ENDPOINT e; DROP CERTIFICATE own");
  }

  @Test
  void expressHasOnlyTheWitness() {
    server =
        new TestServer(
            new ServerDescription(
                "x", "16.0.4165.4", "Express Edition (64-bit)", 4, "SQL_Latin1_General_CP1_CI_AS",
                true, true, "x", "10.0.0.9", 0, Set.of()));
    String create = "CREATE ENDPOINT e AS TCP (LISTENER_PORT=5022) FOR DATABASE_MIRRORING (ROLE=";
    assertThat(server.run(create + "ALL)").errors()).containsExactly(7878);
    assertThat(server.run(create + "WITNESS)").errors()).isEmpty();
  }

  @Test
  void aCertificateFileIsWrittenOnceAndReadElsewhere() {
    server.ok("BACKUP CERTIFICATE own TO FILE = 'C:\\own.cer'");
    assertThat(server.run("BACKUP CERTIFICATE own TO FILE = 'C:\\own.cer'").errors())
        .containsExactly(15240);
    var other = new TestServer("sql2", "15.0.4312.2", true);
    other.server.files.putAll(server.server.files);
    other.ok(
        "CREATE LOGIN p WITH PASSWORD = 'Passw0rd!' CREATE USER u FOR LOGIN p\n"
            + "CREATE CERTIFICATE theirs AUTHORIZATION u FROM FILE = 'C:\\own.cer'");
    assertThat(other.value("CERTENCODED(CERT_ID('theirs'))"))
        .isEqualTo(server.server.certificates.get("own").der);
    assertThat(other.run("DROP USER u").errors()).containsExactly(15138);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "master | 35249, 41152",
        "none | 35238, 41152",
        "joined | 35244, 41152",
        "mirrored | 1468, 41152",
        "readonly | 1466, 41152",
        "single | 1488, 41152",
        "autoclose | 1469, 41152",
        "simple | 1465, 41152",
        "unsaved | 1475, 41152",
        "db1, DB1 | 35234, 41152",
      })
  void aGroupTakesOnlyADatabaseThatIsFit(String databases, String numbers) {
    ready("mirrored").mirroring = new MirroringSession();
    ready("readonly").readOnly = true;
    ready("single").singleUser = true;
    ready("autoclose").autoClose = true;
    ready("simple").recoveryModel = "SIMPLE";
    server.database("unsaved");
    Answer answer =
        server.run("CREATE AVAILABILITY GROUP g FOR DATABASE " + databases + " " + REPLICA);
    assertThat(answer.errors())
        .isEqualTo(Arrays.stream(numbers.split(", ")).map(Integer::valueOf).toList());
    assertThat(answer.messages.get(1).text())
        .startsWith("Failed to create availability group 'g'. The operation encountered SQL Server"
            + " error " + answer.errors().get(0) + " and has been rolled back.");
    assertThat(server.server.groups).containsOnlyKeys("ag");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "FAILOVER_MODE = MANUAL | FAILOVER_MODE = AUTOMATIC, SESSION_TIMEOUT = 4 | 35214",
        "SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL | ASYNCHRONOUS_COMMIT, FAILOVER_MODE ="
            + " AUTOMATIC | 35211",
        "TCP://10.0.0.4:5022 | 10.0.0.4:5022 | 35232",
        "TCP://10.0.0.4:5022 | TCP://10.0.0.4 | 35232",
        "TCP://10.0.0.4:5022 | TCP://10.0.0.4:99999 | 35232",
        "ENDPOINT_URL = 'TCP://10.0.0.4:5022', | ~~ | 35236",
        "AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, | ~~ | 41198",
        "FAILOVER_MODE = MANUAL) | SEEDING_MODE = AUTOMATIC) | 41197",
        "'sql1' | 'sql2' | 35237, 41152",
        "FAILOVER_MODE = MANUAL) | FAILOVER_MODE = MANUAL, NOSUCH = 1) | 102",
      })
  void aReplicaNeedsItsOptions(String replace, String by, String numbers) {
    String replica = REPLICA.replace(replace, by);
    assertThat(server.run("CREATE AVAILABILITY GROUP g FOR DATABASE db1 " + replica).errors())
        .isEqualTo(Arrays.stream(numbers.split(", ")).map(Integer::valueOf).toList());
  }

  @Test
  void groupsNeedHadrAndMasterAndAFreeName() {
    String create = "CREATE AVAILABILITY GROUP %s FOR DATABASE db1 " + REPLICA;
    assertThat(server.run(create.formatted("AG")).errors()).containsExactly(41042);
    assertThat(server.run("USE msdb; " + create.formatted("g")).errors()).containsExactly(35208);
    server =
        new TestServer(
            new ServerDescription(
                "x", "16.0.4165.4", "Developer Edition (64-bit)", 3,
                "SQL_Latin1_General_CP1_CI_AS", false, true, "x", "10.0.0.9", 0, Set.of()));
    assertThat(server.run(create.formatted("g")).errors()).containsExactly(35221);
  }

  @Test
  void aDistributedGroupChecksItsMembersInOrder() {
    String create = "CREATE AVAILABILITY GROUP %s WITH (%s) AVAILABILITY GROUP ON ";
    String dag = create.formatted("dag", "DISTRIBUTED");
    String members = "'ag'" + MEMBER + ", 'mi'" + MEMBER;
    assertThat(server.run(create.formatted("dag", "DB_FAILOVER = ON") + members).errors())
        .containsExactly(19498);
    assertThat(
            server.run(create.formatted("dag", "DISTRIBUTED, DB_FAILOVER = ON") + members).errors())
        .containsExactly(19497);
    assertThat(server.run(create.formatted("ag", "DISTRIBUTED") + members).errors())
        .containsExactly(19509);
    assertThat(server.run(dag + "'none'" + MEMBER + ", 'mi'" + MEMBER).errors())
        .containsExactly(19501, 41152);
    assertThat(server.run(dag + "'ag'" + MEMBER + ", 'ag'" + MEMBER).errors())
        .as("no source says what a server answers").containsExactly(50999);
    assertThat(server.run(dag + members.replace("TCP://10.0.0.4:5022", "10.0.0.4")).errors())
        .containsExactly(19499, 41152);
    server.ok(dag + members);
    assertThat(server.run(create.formatted("dag2", "DISTRIBUTED") + members).errors())
        .containsExactly(19507, 41152);
    String modify =
        "ALTER AVAILABILITY GROUP %s MODIFY AVAILABILITY GROUP ON '%s' WITH"
            + " (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT)";
    assertThat(server.run(modify.formatted("none", "mi")).errors()).containsExactly(19510);
    assertThat(server.run(modify.formatted("ag", "mi")).errors()).containsExactly(19512);
    assertThat(server.run(modify.formatted("dag", "x")).errors()).containsExactly(19508);
    server.ok(modify.formatted("dag", "mi"));
    assertThat(server.server.groups.get("dag").replicas.get(1).availabilityMode).isEqualTo(1);
    server.ok("DROP AVAILABILITY GROUP dag; DROP AVAILABILITY GROUP ag");
    assertThat(server.server.databases.get("joined").group).isNull();
  }

  @Test
  void anIssuerIsAddedOnce() {
    server.ok("DECLARE @id int = CERT_ID('public')\n"
        + "EXEC sp_certificate_add_issuer @id, N'*.database.windows.net'");
    Answer again =
        server.run(
            "DECLARE @id int = CERT_ID('public') EXEC sys.sp_certificate_add_issuer @dns ="
                + " N'*.DATABASE.windows.net', @certid = @id");
    assertThat(again.messages.get(0).text())
        .isEqualTo("The certificate 'public' has been already added as a trusted issuer for DNS"
            + " name '*.DATABASE.windows.net'.");
    assertThat(server.run("EXEC sp_certificate_add_issuer 999, N'x'").errors())
        .containsExactly(15151);
    assertThat(server.run("EXEC sp_nothing").errors()).containsExactly(2812);
  }
}
