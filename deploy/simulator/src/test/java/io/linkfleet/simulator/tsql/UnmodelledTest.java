package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server has and the simulator has not is neither unknown nor a success. */
class UnmodelledTest {
  private final TestServer sql = new TestServer();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM sys.dm_hadr_cluster",
        "SELECT * FROM sys.dm_exec_connections",
        "SELECT * FROM sys.dm_hadr_fabric_config_parameters",
        "SELECT * FROM sys.columns",
        "SELECT * FROM master..sysprocesses",
        "SELECT * FROM sys.change_tracking_databases",
        "SELECT * FROM msdb.dbo.syspolicy_configuration",
        "SELECT @@MAX_CONNECTIONS",
        "SELECT @@IDENTITY",
        "SELECT * FROM msdb.dbo.sysjobschedules",
        "SELECT * FROM INFORMATION_SCHEMA.TABLES",
        "EXEC sp_who2",
        "EXEC msdb.dbo.sp_help_job",
        "EXEC master..xp_cmdshell 'dir'",
        "EXEC sys.sp_multidb_milink 'x'",
        "SELECT JSON_VALUE('{}', '$.a')",
        "SELECT COUNT(*) OVER (PARTITION BY name) FROM sys.databases",
        "SELECT 1 FROM sys.dm_exec_requests r CROSS APPLY sys.dm_exec_sql_text(r.request_id) t",
        "SELECT 1 FROM sys.databases d CROSS APPLY (VALUES (d.name)) v(x)",
        "DECLARE c CURSOR FOR SELECT 1",
        "DECLARE @t TABLE (id int)",
        "SET SHOWPLAN_ALL ON",
        "SET LANGUAGE German",
        "CREATE AVAILABILITY GROUP g FOR DATABASE d REPLICA ON 'sql1' WITH (ENDPOINT_URL ="
            + " 'TCP://h:5022', AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL)"
            + " LISTENER 'l' (WITH IP (('10.0.0.9', '255.0.0.0')), PORT = 1433)",
        "ALTER AVAILABILITY GROUP g ADD LISTENER 'l' (WITH DHCP)",
        "ALTER AVAILABILITY GROUP g MODIFY LISTENER 'l' (PORT = 1434)",
        "ALTER AVAILABILITY GROUP g REMOVE LISTENER 'l'",
        "ALTER AVAILABILITY GROUP g RESTART LISTENER 'l'"
      })
  void isSaidToBeSo(String statement) {
    assertThat(sql.run("PRINT 'before'; " + statement).errors()).containsExactly(50999);
  }

  @Test
  void whatNoServerHasIsUnknown() {
    assertThat(sql.run("SELECT * FROM sys.nosuch").errors()).containsExactly(208);
    assertThat(sql.run("SELECT * FROM msdb.dbo.nosuch").errors()).containsExactly(208);
    assertThat(sql.run("SELECT * FROM dbo.sysjobs").errors()).containsExactly(208);
    assertThat(sql.run("SELECT @@NOSUCH").errors()).containsExactly(137);
    assertThat(sql.run("EXEC sp_nosuch").errors()).containsExactly(2812);
    assertThat(sql.run("SELECT NOSUCH(1)").errors()).containsExactly(195);
  }

  @Test
  void nobodyHasMadeAListener() {
    assertThat(
            sql.ok(
                    """
                    SELECT ag.name, l.dns_name, i.ip_address FROM sys.availability_groups ag
                    LEFT JOIN sys.availability_group_listeners l ON l.group_id = ag.group_id
                    LEFT JOIN sys.availability_group_listener_ip_addresses i
                      ON i.listener_id = l.listener_id
                    LEFT JOIN sys.availability_read_only_routing_lists r
                      ON r.replica_id = ag.group_id
                    """)
                .results.get(0).rows)
        .isEmpty();
    assertThat(sql.ok("SELECT * FROM sys.availability_group_listeners").results.get(0).rows)
        .isEmpty();
  }
}
