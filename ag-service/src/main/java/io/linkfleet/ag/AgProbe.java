package io.linkfleet.ag;

import io.linkfleet.ag.AgState.Database;
import io.linkfleet.ag.AgState.Group;
import io.linkfleet.ag.AgState.LogChain;
import io.linkfleet.ag.AgState.Member;
import io.linkfleet.ag.AgState.Server;
import io.linkfleet.event.SourceServer;
import io.linkfleet.sqlserver.SqlServers;
import io.linkfleet.sqlserver.SqlVisit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Observes one database, its server and the server's groups. */
final class AgProbe extends SqlVisit<AgState> {
  private final String database;
  private final Clock clock;
  private Server server;

  private record Row(String group, boolean distributed, Member member, String database) {}

  AgProbe(SqlServers servers, SourceServer server, String database, Clock clock) {
    super(servers, server);
    this.database = database;
    this.clock = clock;
  }

  @Override
  public AgState observe() {
    // what no step changes is read once: others wait for the lock while it is read again
    server = server == null ? server() : server;
    return new AgState(server, database(), groups(), clock.instant());
  }

  private Server server() {
    return sql.query(
            "reading the server's properties",
            AgSql.SERVER,
            row ->
                new Server(
                    major(row.getString("version")),
                    row.getInt("hadr_enabled") == 1,
                    row.getString("backup_directory")))
        .get(0);
  }

  private static int major(String version) {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }

  private Optional<Database> database() {
    return sql.query("reading the database", AgSql.DATABASE, AgProbe::database, database).stream()
        .findFirst();
  }

  private static Database database(ResultSet row) throws SQLException {
    LogChain chain = LogChain.NOT_VISIBLE;
    if (row.getObject("recovery_status") != null) {
      chain =
          row.getBigDecimal("last_log_backup_lsn") == null
              ? LogChain.NOT_STARTED
              : LogChain.STARTED;
    }
    return new Database(
        row.getInt("database_id"),
        row.getString("name"),
        row.getString("state_desc"),
        row.getString("user_access_desc"),
        row.getBoolean("is_read_only"),
        row.getBoolean("is_auto_close_on"),
        row.getString("recovery_model_desc"),
        chain,
        row.getString("mirroring_role_desc"));
  }

  private List<Group> groups() {
    List<Row> rows = sql.query("reading the availability groups", AgSql.MEMBERS, AgProbe::member);
    Map<String, Group> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      Group group =
          groups.computeIfAbsent(
              row.group(),
              name -> new Group(name, row.distributed(), new ArrayList<>(), new ArrayList<>()));
      if (row.member() != null && !group.members().contains(row.member())) {
        group.members().add(row.member());
      }
      if (row.database() != null) {
        group.databases().add(row.database());
      }
    }
    return List.copyOf(groups.values());
  }

  private static Row member(ResultSet row) throws SQLException {
    String name = row.getString("replica_server_name");
    Member member =
        name == null
            ? null
            : new Member(
                name,
                row.getString("endpoint_url"),
                row.getString("availability_mode_desc"),
                row.getString("failover_mode_desc"),
                row.getString("seeding_mode_desc"),
                row.getBoolean("is_local"),
                row.getString("role_desc"));
    return new Row(
        row.getString("group_name"),
        row.getBoolean("is_distributed"),
        member,
        row.getString("database_name"));
  }
}
