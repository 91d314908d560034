package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.X509;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What differs between the versions, and what does not: every fact asked of every version. */
class VersionsTest {
  /** A build of each version that supports the link, then builds that lack something. */
  private static final List<String> BUILDS =
      List.of(
          "13.0.7000.253", "14.0.3490.10", "15.0.4312.2", "16.0.4165.4", "17.0.1000.7",
          "14.0.3456.2 without Azure Connect", "16.0.4035.4", "16.0.4115.5");

  private static final String GROUP =
      """
      CREATE AVAILABILITY GROUP AG_Sales %s FOR DATABASE Sales REPLICA ON N'sql1' WITH (
        ENDPOINT_URL = 'TCP://10.0.0.4:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
        FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC)
      """;
  private static final String DISTRIBUTED =
      """
      CREATE AVAILABILITY GROUP DAG_Sales WITH (DISTRIBUTED) AVAILABILITY GROUP ON
      'AG_Sales' WITH (LISTENER_URL = 'TCP://10.0.0.4:5022',
        AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC),
      'mi' WITH (LISTENER_URL = 'tcp://mi.a1.database.windows.net:5022;Server=[mi]',
        AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC)
      """;

  /** A question to a server, and the answer of each of {@link #BUILDS}. */
  private record Fact(String name, Function<TestServer, Object> question, List<Object> answers) {}

  private static Fact fact(String name, Function<TestServer, Object> question, Object... answers) {
    assertThat(answers).as(name).hasSameSizeAs(BUILDS);
    return new Fact(name, question, List.of(answers));
  }

  private static final List<Fact> FACTS =
      List.of(
          fact(
              "compatibility level of a database",
              s -> s.value("(SELECT compatibility_level FROM sys.databases WHERE name = 'master')"),
              130, 140, 150, 160, 170, 140, 160, 160),
          fact(
              "views on the groups inside links of several databases",
              s -> error(s, "SELECT * FROM sys.dm_hadr_internal_availability_replicas"),
              208, 208, 208, 208, 0, 208, 208, 208),
          fact(
              "WITH (CLUSTER_TYPE = NONE) is known",
              s -> error(s, GROUP.formatted("WITH (CLUSTER_TYPE = NONE)")),
              102, 0, 0, 0, 0, 0, 0, 0),
          fact("a group without CLUSTER_TYPE", s -> error(s, GROUP.formatted("")),
              0, 0, 0, 0, 0, 0, 0, 0),
          fact(
              "sys.availability_groups.cluster_type",
              s -> error(s, "SELECT cluster_type FROM sys.availability_groups"),
              207, 0, 0, 0, 0, 0, 0, 0),
          fact(
              "sys.availability_groups.is_contained",
              s -> error(s, "SELECT is_contained FROM sys.availability_groups"),
              207, 207, 207, 0, 0, 207, 0, 0),
          fact(
              "sys.availability_replicas.read_write_routing_url",
              s -> error(s, "SELECT read_write_routing_url FROM sys.availability_replicas"),
              207, 207, 0, 0, 0, 207, 0, 0),
          fact(
              "columns of SELECT * FROM sys.availability_groups",
              s -> s.ok("SELECT * FROM sys.availability_groups").results.get(0).columns.size(),
              13, 17, 17, 18, 18, 17, 18, 18),
          fact(
              "sp_certificate_add_issuer",
              s -> error(s, "EXEC sp_certificate_add_issuer 999, N'*.database.windows.net'"),
              15151, 15151, 15151, 15151, 15151, 2812, 15151, 15151),
          fact(
              "sp_certificate_add_issuer among the system objects",
              s -> s.value("(SELECT COUNT(*) FROM sys.system_objects WHERE name ="
                  + " 'sp_certificate_add_issuer')"),
              1, 1, 1, 1, 1, 0, 1, 1),
          fact(
              "a listener with ;Server=[mi]",
              s -> {
                s.ok(GROUP.formatted(""));
                return error(s, DISTRIBUTED);
              },
              0, 0, 0, 0, 0, 19499, 0, 0),
          fact(
              "FAILOVER of a link that is not connected",
              s -> {
                s.ok(GROUP.formatted(""));
                s.run(DISTRIBUTED);
                return error(s, "ALTER AVAILABILITY GROUP DAG_Sales FAILOVER");
              },
              19504, 19504, 19504, 41142, 41142, 15151, 19504, 19504),
          fact(
              "sp_validate_certificate_ca_chain",
              s -> error(s, "EXEC sp_validate_certificate_ca_chain 999"),
              2812, 2812, 2812, 15151, 15151, 2812, 2812, 15151),
          fact(
              "InstanceDefaultBackupPath is known",
              s -> s.value("SERVERPROPERTY('InstanceDefaultBackupPath')") != null,
              false, false, true, true, true, false, true, true),
          fact(
              "algorithm of an endpoint that names none",
              s -> {
                s.ok("CREATE ENDPOINT e AS TCP (LISTENER_PORT = 5022) FOR DATABASE_MIRRORING"
                    + " (ROLE = ALL)");
                return s.value("(SELECT encryption_algorithm_desc FROM"
                    + " sys.database_mirroring_endpoints)");
              },
              "AES", "AES", "AES", "AES", "AES", "AES", "AES", "AES"),
          fact(
              "signature of a new certificate",
              VersionsTest::signature,
              "SHA1withRSA", "SHA256withRSA", "SHA256withRSA", "SHA256withRSA", "SHA256withRSA",
              "SHA256withRSA", "SHA256withRSA", "SHA256withRSA"),
          fact(
              "permission that a DMV asks for",
              s ->
                  TestServer.run(
                          s.as("nobody"), "SELECT 1 FROM sys.dm_hadr_availability_replica_states")
                      .messages.get(0).text().split(" permission")[0],
              "VIEW SERVER STATE", "VIEW SERVER STATE", "VIEW SERVER STATE",
              "VIEW SERVER PERFORMANCE STATE", "VIEW SERVER PERFORMANCE STATE",
              "VIEW SERVER STATE", "VIEW SERVER PERFORMANCE STATE",
              "VIEW SERVER PERFORMANCE STATE"),
          fact(
              "COMPRESSION (ALGORITHM = …) of a backup",
              s -> error(s, "BACKUP DATABASE Sales TO DISK = 'NUL' WITH COPY_ONLY,"
                  + " COMPRESSION (ALGORITHM = MS_XPRESS)"),
              102, 102, 102, 0, 0, 102, 0, 0),
          fact(
              "COMPRESSION (ALGORITHM = ZSTD)",
              s -> error(s, "BACKUP DATABASE Sales TO DISK = 'NUL' WITH COPY_ONLY,"
                  + " COMPRESSION (ALGORITHM = ZSTD)"),
              102, 102, 102, 102, 0, 102, 102, 102));

  static Stream<Arguments> everyFactOnEveryBuild() {
    return FACTS.stream()
        .flatMap(
            fact ->
                IntStream.range(0, BUILDS.size())
                    .mapToObj(
                        i ->
                            Arguments.of(
                                fact.name(), BUILDS.get(i), fact.question(),
                                fact.answers().get(i))));
  }

  @ParameterizedTest(name = "{0} on {1}: {3}")
  @MethodSource("everyFactOnEveryBuild")
  void aVersionIsAsItIsDocumented(
      String name, String build, Function<TestServer, Object> question, Object answer) {
    var server = new TestServer("sql1", build.split(" ")[0], !build.contains("without"));
    var database = server.database("Sales");
    database.lastLogBackupLsn = database.endOfLogLsn;

    Object given = question.apply(server);

    assertThat(Objects.toString(given)).isEqualTo(answer.toString());
  }

  /** The first error of a batch, 0 when there is none. */
  private static int error(TestServer server, String batch) {
    return server.run(batch).errors().stream().findFirst().orElse(0);
  }

  private static String signature(TestServer server) {
    server.ok("CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Str0ng-enough!'");
    server.ok("CREATE CERTIFICATE own WITH SUBJECT = 'own', EXPIRY_DATE = '20401231'");
    try {
      X509Certificate made = X509.read((byte[]) server.value("CERTENCODED(CERT_ID('own'))"));
      return made.getSigAlgName();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
