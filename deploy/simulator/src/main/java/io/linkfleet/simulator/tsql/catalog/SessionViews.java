package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.dmv;
import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.MirroringSession;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.state.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The DMVs on sessions and requests, and the few performance counters there are. */
final class SessionViews {
  /** It came with 2017. */
  static final String HOST = "sys.dm_os_host_info";

  static final List<SystemView> VIEWS =
      List.of(
          dmv(
              "sys.dm_exec_sessions",
              """
              session_id smallint, login_time datetime, host_name nvarchar(128),
              program_name nvarchar(128), login_name nvarchar(128), status nvarchar(30),
              last_request_start_time datetime, last_request_end_time datetime,
              is_user_process bit, original_login_name nvarchar(128), database_id smallint,
              open_transaction_count int
              """,
              SessionViews::sessions),
          dmv(
              "sys.dm_exec_requests",
              """
              session_id smallint, request_id int, start_time datetime, status nvarchar(30),
              command nvarchar(32), database_id smallint, wait_type nvarchar(60),
              percent_complete float, total_elapsed_time int, open_transaction_count int
              """,
              SessionViews::requests),
          dmv(
              "sys.dm_server_services",
              """
              servicename nvarchar(256), startup_type int, startup_type_desc nvarchar(256),
              status int, status_desc nvarchar(256), process_id int,
              last_startup_time datetimeoffset, service_account nvarchar(256)
              """,
              SessionViews::services),
          view(
              HOST,
              """
              host_platform nvarchar(256), host_distribution nvarchar(256),
              host_release nvarchar(256), host_service_pack_level nvarchar(256), host_sku int,
              os_language_version int
              """,
              session ->
                  List.<Object[]>of(
                      row("Windows", "Windows Server 2022 Standard", "10.0.20348", "", 7, 1033))),
          dmv(
              "sys.dm_database_encryption_keys",
              """
              database_id int, encryption_state int, create_date datetime,
              regenerate_date datetime, modify_date datetime, set_date datetime,
              opened_date datetime, key_algorithm nvarchar(32), key_length int,
              encryptor_thumbprint varbinary(20), encryptor_type nvarchar(32),
              percent_complete real, encryption_state_desc nvarchar(32) @15,
              encryption_scan_state int @15, encryption_scan_state_desc nvarchar(32) @15,
              encryption_scan_modify_date datetime @15
              """,
              // nothing here makes such a key
              session -> List.of()),
          dmv(
              "sys.dm_os_performance_counters",
              """
              object_name nchar(128), counter_name nchar(128), instance_name nchar(128),
              cntr_value bigint, cntr_type int
              """,
              SessionViews::counters));

  private static final int NOW = 65792;
  private static final int TOTAL = 272696576;

  private SessionViews() {}

  private static Integer databaseId(SessionState of, SessionState session) {
    return Databases.find(session.server, of.database).map(d -> d.id).orElse(null);
  }

  private static List<Object[]> sessions(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (SessionState s : Sessions.of(session.server)) {
      rows.add(
          row(
              s.spid, Moments.datetime(s.loginTime), s.hostName, s.application, s.login.name,
              s.command == null ? "sleeping" : "running",
              Moments.datetime(s.requestStart == null ? s.loginTime : s.requestStart),
              Moments.datetime(s.lastRequestEnd), true, s.login.name, databaseId(s, session),
              s.transactionCount));
    }
    return rows;
  }

  private static List<Object[]> requests(SessionState session) {
    var rows = new ArrayList<Object[]>();
    var now = session.world.clock.instant();
    for (SessionState s : Sessions.of(session.server)) {
      String command = s.command;
      var started = s.requestStart;
      if (command != null && started != null) {
        long elapsed = Math.max(0, Duration.between(started, now).toMillis());
        rows.add(
            row(
                s.spid, 0, Moments.datetime(started), "running",
                command.length() > 32 ? command.substring(0, 32) : command,
                databaseId(s, session), null, 0d, (int) Math.min(Integer.MAX_VALUE, elapsed),
                s.transactionCount));
      }
    }
    rows.addAll(SeedingViews.workers(session));
    return rows;
  }

  /**
   * The engine's own service and its agent. Where the estate names no account it is the virtual
   * account that setup proposes; that its name is written like this here is inferred.
   */
  private static List<Object[]> services(SessionState session) {
    String instance = ServerProperties.instanceName(session.server);
    String account = session.server.serviceAccount;
    String virtual = instance == null ? "MSSQLSERVER" : "MSSQL$" + instance;
    return List.of(
        row(
            "SQL Server (" + (instance == null ? "MSSQLSERVER" : instance) + ")", 2, "Automatic",
            4, "Running", 4242, null, account == null ? "NT Service\\" + virtual : account),
        row(
            "SQL Server Agent (" + (instance == null ? "MSSQLSERVER" : instance) + ")", 3,
            "Manual", session.server.agentRuns ? 4 : 1,
            session.server.agentRuns ? "Running" : "Stopped",
            session.server.agentRuns ? 4243 : null, null, account));
  }

  private static List<Object[]> counters(SessionState session) {
    String instance = ServerProperties.instanceName(session.server);
    String prefix = instance == null ? "SQLServer:" : "MSSQL$" + instance + ":";
    var rows = new ArrayList<Object[]>();
    rows.add(
        counter(prefix + "General Statistics", "User Connections", "",
            Sessions.of(session.server).size(), NOW));
    for (Database d : session.server.databases.values()) {
      rows.add(
          counter(prefix + "Databases", "Percent Log Used", d.name, Math.round(d.logUsed * 100),
              NOW));
      if (d.mirroring != null) {
        String mirroring = prefix + "Database Mirroring";
        MirroringSession m = d.mirroring;
        rows.add(counter(mirroring, "Log Send Queue KB", d.name, m.logSendQueueKb, NOW));
        // what a mirror has got is redone at once here
        rows.add(counter(mirroring, "Redo Queue KB", d.name, 0, NOW));
        rows.add(counter(mirroring, "Log Bytes Sent/sec", d.name, m.logBytesSent, TOTAL));
        rows.add(counter(mirroring, "Log Bytes Received/sec", d.name, m.logBytesReceived, TOTAL));
      }
    }
    for (AvailabilityGroup g : session.server.groups.values()) {
      for (Replica r : g.replicas) {
        if (r.local) {
          continue;
        }
        for (Database d : GroupViews.databasesOf(g, session.server)) {
          rows.add(counter(prefix + "Database Replica", "Log Send Queue", d.name,
              r.logSendQueueKb, NOW));
          rows.add(counter(prefix + "Database Replica", "Recovery Queue", d.name,
              r.redoQueueKb, NOW));
          long sent = r.seeding == null ? 0 : r.seeding.transferredBytes;
          rows.add(counter(prefix + "Availability Replica", "Bytes Sent to Replica/sec",
              r.serverName, sent, TOTAL));
        }
      }
    }
    return rows;
  }

  private static Object[] counter(
      String object, String counter, String instance, long value, int type) {
    return row(padded(object), padded(counter), padded(instance), value, type);
  }

  private static String padded(String s) {
    return String.format("%-128s", s);
  }
}
