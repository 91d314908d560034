package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.Seeding;
import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.catalog.Catalog;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {
  private final TestServer server = new TestServer("HOST\\PROD", "16.0.4165.4", true);

  @BeforeEach
  void aLinkedDatabase() {
    server.server.masterKey = true;
    server.server.certificates.put("own", TestCertificates.own("own", 256));
    server.database("db1").lastLogBackupLsn = BigInteger.TEN;
    server.ok(
        "CREATE ENDPOINT e STATE = STARTED AS TCP (LISTENER_PORT = 5022)"
            + " FOR DATABASE_MIRRORING (ROLE = ALL, AUTHENTICATION = CERTIFICATE own)");
    server.ok(
        """
        CREATE AVAILABILITY GROUP ag WITH (CLUSTER_TYPE = NONE) FOR DATABASE db1
        REPLICA ON N'host\\prod' WITH (ENDPOINT_URL = 'TCP://10.0.0.4:5022',
          AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC)
        CREATE AVAILABILITY GROUP dag WITH (DISTRIBUTED) AVAILABILITY GROUP ON
          'mi' WITH (LISTENER_URL = 'tcp://mi.x.database.windows.net:5022;Server=[mi]',
            AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL,
            SEEDING_MODE = AUTOMATIC),
          'ag' WITH (LISTENER_URL = 'TCP://10.0.0.4:5022', SESSION_TIMEOUT = 20,
            AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL,
            SEEDING_MODE = AUTOMATIC)
        """);
  }

  static List<String> views() {
    return Catalog.views().keySet().stream()
        // these are of instances, and of later builds
        .filter(name -> !name.contains("dm_hadr_fabric_"))
        .filter(name -> !name.contains("dm_hadr_internal_"))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"groups", "replicas"})
  void theGroupsInsideLinksOfSeveralDatabasesCameWithAnUpdate(String what) {
    String query = "SELECT * FROM sys.dm_hadr_internal_availability_" + what;
    var updated = new TestServer("sql1", "16.0.4295.3", true);
    assertThat(updated.ok(query).results.get(0).rows).isEmpty();
    assertThat(new TestServer("sql1", "16.0.4290.1", true).run(query).errors())
        .containsExactly(208);
  }

  @ParameterizedTest
  @MethodSource("views")
  void everyViewCanBeReadWhole(String view) {
    Answer answer = server.ok("SELECT * FROM " + view);
    assertThat(answer.results.get(0).columns)
        .extracting(Column::name)
        .isEqualTo(
            Catalog.views().get(view).at(server.server.description.majorVersion()).columns()
                .stream().map(c -> c.name()).toList());
    for (Object[] row : answer.results.get(0).rows) {
      for (int i = 0; i < row.length; i++) {
        assertFits(answer.results.get(0).columns.get(i), row[i]);
      }
    }
  }

  private static void assertFits(Column column, Object value) {
    if (value == null) {
      return;
    }
    Class<?> wanted =
        switch (column.type()) {
          case INT, SMALLINT, TINYINT, BIGINT -> Number.class;
          case BIT -> Boolean.class;
          case FLOAT -> Double.class;
          case REAL -> Float.class;
          case NUMERIC -> java.math.BigDecimal.class;
          case DATETIME, DATETIME2 -> java.time.LocalDateTime.class;
          case GUID -> java.util.UUID.class;
          case VARBINARY, VARBINARY_MAX -> byte[].class;
          case VARIANT -> Object.class;
          default -> String.class;
        };
    assertThat(value).as(column.name()).isInstanceOf(wanted);
    if (column.type() == SqlType.NVARCHAR) {
      assertThat(((String) value).length()).as(column.name()).isLessThanOrEqualTo(column.length());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sys.certificates | name NVARCHAR 128, certificate_id INT 0, principal_id INT 0,"
            + " pvt_key_encryption_type CHAR 2, pvt_key_encryption_type_desc NVARCHAR 60",
        "sys.availability_groups | group_id GUID 0, name NVARCHAR 128, resource_id NVARCHAR 40",
        "sys.dm_hadr_database_replica_states | database_id INT 0, group_id GUID 0,"
            + " replica_id GUID 0, group_database_id GUID 0, is_local BIT 0",
        "sys.database_recovery_status | database_id INT 0, database_guid GUID 0,"
            + " family_guid GUID 0, last_log_backup_lsn NUMERIC 2500",
        "sys.dm_os_performance_counters | object_name NCHAR 128, counter_name NCHAR 128",
      })
  void columnsHaveTheirRealTypesAndWidths(String view, String first) {
    String columns =
        server.ok("SELECT * FROM " + view).results.get(0).columns.stream()
            .map(c -> c.name() + " " + c.type() + " " + c.length())
            .collect(Collectors.joining(", "));
    assertThat(columns).startsWith(first);
  }

  @Test
  void theFarMemberIsDisconnectedUntilTheNetworkConnectsIt() {
    String query =
        """
        SELECT g.name, r.replica_server_name, s.is_local, s.role_desc, s.operational_state_desc,
          s.connected_state_desc, s.synchronization_health_desc
        FROM sys.availability_groups g
        JOIN sys.availability_replicas r ON r.group_id = g.group_id
        JOIN sys.dm_hadr_availability_replica_states s ON s.replica_id = r.replica_id
        WHERE g.is_distributed = 1 ORDER BY s.is_local DESC
        """;
    assertThat(server.ok(query).results.get(0).rows)
        .containsExactly(
            new Object[] {"dag", "ag", true, "PRIMARY", "ONLINE", "CONNECTED", "HEALTHY"},
            new Object[] {"dag", "mi", false, "SECONDARY", null, "DISCONNECTED", "NOT_HEALTHY"});
    Replica remote = server.server.groups.get("dag").replicas.get(1);
    remote.connected = true;
    remote.health = 2;
    remote.synchronization = 1;
    remote.lastHardenedLsn = BigInteger.valueOf(77);
    assertThat(server.ok(query).results.get(0).rows.get(1))
        .containsExactly("dag", "mi", false, "SECONDARY", null, "CONNECTED", "HEALTHY");
    assertThat(
            server.ok(
                    """
                    SELECT d.name, s.is_local, s.synchronization_state_desc,
                      CAST(s.last_hardened_lsn AS varchar(30))
                    FROM sys.dm_hadr_database_replica_states s
                    JOIN sys.databases d ON d.database_id = s.database_id ORDER BY s.is_local DESC
                    """)
                .results.get(0).rows)
        .hasSize(2)
        .last()
        .isEqualTo(new Object[] {"db1", false, "SYNCHRONIZING", "77"});
  }

  @Test
  void seedingShowsWhileItRuns() {
    Replica remote = server.server.groups.get("dag").replicas.get(1);
    remote.seeding = new Seeding();
    remote.seeding.startedAt = server.world.clock.instant();
    remote.seeding.databaseBytes = 1000;
    remote.seeding.transferredBytes = 250;
    String query =
        """
        SELECT a.current_state, a.is_source, p.local_database_name, p.transferred_size_bytes,
          p.remote_machine_name
        FROM sys.dm_hadr_automatic_seeding a LEFT JOIN sys.dm_hadr_physical_seeding_stats p
          ON p.local_physical_seeding_id = a.operation_id
        """;
    assertThat(server.ok(query).results.get(0).rows.get(0))
        .containsExactly(
            "SEEDING", true, "db1", 250L, "tcp://mi.x.database.windows.net:5022;Server=[mi]");
    remote.seeding.state = "COMPLETED";
    assertThat(server.ok(query).results.get(0).rows.get(0))
        .containsExactly("COMPLETED", true, null, null, null);
  }

  @Test
  void serverPropertiesAreVariants() {
    Answer answer =
        server.ok(
            "SELECT SERVERPROPERTY('ProductVersion') v, SERVERPROPERTY('InstanceName') i,"
                + " SERVERPROPERTY('MachineName') m, SERVERPROPERTY('IsHadrEnabled') h,"
                + " SERVERPROPERTY('nonsense') n, @@SERVERNAME s");
    assertThat(answer.results.get(0).columns.get(0).type()).isEqualTo(SqlType.VARIANT);
    assertThat(answer.results.get(0).columns.get(5))
        .isEqualTo(new Column("s", SqlType.NVARCHAR, 128));
    assertThat(answer.results.get(0).rows.get(0))
        .containsExactly("16.0.4165.4", "PROD", "HOST", 1, null, "HOST\\PROD");
  }

  @ParameterizedTest
  @CsvSource({"true, 1", "false, 0"})
  void theIssuerProcedureIsThereOnlyWithTheAzureConnectUpdate(boolean azureConnect, int count) {
    var other = new TestServer("x", "14.0.3456.2", azureConnect);
    assertThat(
            other.value(
                "(SELECT COUNT(*) FROM sys.all_objects WHERE name = N'sp_certificate_add_issuer')"))
        .isEqualTo(count);
    assertThat(other.value("OBJECT_ID('sys.sp_certificate_add_issuer')") != null)
        .isEqualTo(azureConnect);
  }

  @Test
  void theEndpointsCertificateCanBeAskedFor() {
    Answer answer = server.ok("EXEC sp_get_endpoint_certificate 4");
    assertThat(answer.results.get(0).value(0, "EndpointCertificatePublicKey"))
        .isEqualTo(server.server.certificates.get("own").der);
    assertThat(server.ok("EXEC sp_get_endpoint_certificate @endpoint_type = 1")
        .results.get(0).rows.get(0)).containsExactly((Object) null);
    server.ok("ALTER ENDPOINT e FOR DATABASE_MIRRORING (AUTHENTICATION = WINDOWS)");
    assertThat(server.run("EXEC sp_get_endpoint_certificate 4").errors()).isNotEmpty();
  }

  @Test
  void traceFlagsCanBeSeenAndSet() {
    assertThat(server.ok("DBCC TRACESTATUS (1800, 9567) WITH NO_INFOMSGS").results.get(0).rows)
        .containsExactly(new Object[] {1800, 1, 1, 0}, new Object[] {9567, 0, 0, 0});
    server.ok("DBCC TRACEON (12381, -1); DBCC TRACEOFF (1800, -1)");
    assertThat(server.server.traceFlags).containsExactly(12381);
    assertThat(server.ok("DBCC TRACESTATUS(-1)").results.get(0).rows).hasSize(1);
  }

  @Test
  void versionsTellThemselvesApart() {
    assertThat(server.value("(SELECT compatibility_level FROM sys.databases WHERE name = 'db1')"))
        .isEqualTo(160);
    var old = new TestServer("o", "13.0.7000.253", true);
    assertThat((String) old.value("@@VERSION")).startsWith("Microsoft SQL Server 2016");
    assertThat(old.value("SERVERPROPERTY('ProductMajorVersion')")).isEqualTo("13");
    var denied = TestServer.run(old.as("nobody"), "SELECT * FROM sys.dm_exec_requests");
    assertThat(denied.messages.get(0).text()).startsWith("VIEW SERVER STATE permission was denied");
  }

  @Test
  void theTableOfDatabasesThatOldScriptsAskIsThere() {
    server.database("simple").recoveryModel = "SIMPLE";
    server.server.databases.get("simple").readOnly = true;
    for (String name : new String[] {"sysdatabases", "master..sysdatabases", "dbo.sysdatabases",
        "master.sys.sysdatabases", "MSDB.dbo.SysDatabases"}) {
      assertThat(server.value("CAST(d.status & (4 | 8 | 1024) AS int) FROM " + name
          + " d WHERE d.name = 'simple'")).as(name).isEqualTo(8 | 1024);
    }
    assertThat(server.value("COUNT(*) FROM sys.sysdatabases o JOIN sys.databases n"
        + " ON o.dbid = n.database_id AND o.name = n.name AND o.cmptlevel = n.compatibility_level"))
        .isEqualTo(server.value("COUNT(*) FROM sys.databases"));
    assertThat(server.value("version FROM sys.sysdatabases WHERE dbid = 1")).isEqualTo(957);
  }
}
