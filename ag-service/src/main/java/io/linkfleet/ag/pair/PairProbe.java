package io.linkfleet.ag.pair;

import io.linkfleet.ag.AgSql;
import io.linkfleet.ag.Wish;
import io.linkfleet.ag.pair.PairState.Copy;
import io.linkfleet.ag.pair.PairState.Database;
import io.linkfleet.ag.pair.PairState.Group;
import io.linkfleet.ag.pair.PairState.Host;
import io.linkfleet.ag.pair.PairState.Member;
import io.linkfleet.ag.pair.PairState.Seeding;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.SourceServer;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.HostsVisit;
import io.linkfleet.sqlserver.SqlConnection;
import io.linkfleet.sqlserver.SqlFailure;
import io.linkfleet.sqlserver.SqlServers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Observes one database and the groups on both servers of a pair, and remembers when it changed
 * something: what a step has set going shows only after a while.
 */
final class PairProbe extends HostsVisit<PairState> {
  /** Availability groups without a cluster came with SQL Server 2017. */
  static final int OLDEST = 14;

  private final LinkSpec link;
  private final Clock clock;
  private Instant lastStep;

  private record Row(Group group, Member member) {}

  private record Held(String group, String database) {}

  PairProbe(SqlServers servers, LinkSpec link, String carried, Clock clock) {
    super(
        servers,
        List.of(link.source(), link.partner().server()),
        host -> Wish.of(link).mayLose(host.name()));
    this.link = link;
    this.clock = clock;
    this.lastStep = carried == null ? null : Instant.parse(carried);
  }

  @Override
  public PairState observe() {
    return new PairState(
        host(link.source()), host(link.partner().server()), lastStep, clock.instant());
  }

  @Override
  public void apply(Step step) {
    super.apply(step);
    lastStep = clock.instant();
  }

  @Override
  public Optional<String> carried() {
    return Optional.ofNullable(lastStep).map(Instant::toString);
  }

  private Optional<Host> host(SourceServer server) {
    if (!reached(server.name())) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(server.name()));
    } catch (SqlFailure e) {
      if (e.kind() == SqlFailure.Kind.UNREACHABLE && Wish.of(link).mayLose(server.name())) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Host read(String label) {
    SqlConnection sql = on(label);
    Host server =
        sql.query(
                "reading the server's properties",
                AgSql.SERVER,
                row ->
                    new Host(
                        label,
                        major(row.getString("version")),
                        row.getInt("hadr_enabled") == 1,
                        row.getString("backup_directory"),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of()))
            .get(0);
    boolean groups = server.majorVersion() >= OLDEST && server.hadrEnabled();
    return new Host(
        label,
        server.majorVersion(),
        server.hadrEnabled(),
        server.backupDirectory(),
        sql
            .query("reading the database", AgSql.DATABASE, PairProbe::database, link.database())
            .stream()
            .findFirst(),
        groups ? groups(sql) : List.of(),
        groups
            ? sql.query(
                "reading the replicas of the database", PairSql.COPIES, PairProbe::copy,
                link.database())
            : List.of(),
        groups
            ? sql.query(
                "reading the seedings of the database", PairSql.SEEDINGS, PairProbe::seeding,
                link.database())
            : List.of());
  }

  private static int major(String version) {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }

  private static Database database(ResultSet row) throws SQLException {
    return new Database(
        row.getInt("database_id"),
        row.getString("name"),
        row.getString("state_desc"),
        row.getString("user_access_desc"),
        row.getBoolean("is_read_only"),
        row.getBoolean("is_auto_close_on"),
        row.getString("recovery_model_desc"),
        row.getObject("recovery_status") != null,
        row.getBigDecimal("last_log_backup_lsn") != null,
        row.getString("mirroring_role_desc") != null);
  }

  private static List<Group> groups(SqlConnection sql) {
    List<Row> rows = sql.query("reading the groups", PairSql.MEMBERS, PairProbe::member);
    List<Held> held =
        sql.query(
            "reading the databases in groups",
            AgSql.DATABASES_IN_GROUPS,
            row -> new Held(row.getString("group_name"), row.getString("database_name")));
    Map<String, Group> groups = new LinkedHashMap<>();
    for (Row row : rows) {
      Group group = groups.computeIfAbsent(row.group().name(), name -> row.group());
      if (row.member() != null) {
        group.members().add(row.member());
      }
    }
    held.stream()
        .filter(it -> groups.containsKey(it.group()))
        .forEach(it -> groups.get(it.group()).databases().add(it.database()));
    return List.copyOf(groups.values());
  }

  private static Row member(ResultSet row) throws SQLException {
    Group group =
        new Group(
            row.getString("group_name"),
            row.getString("group_id"),
            row.getBoolean("is_distributed"),
            row.getString("cluster_type_desc"),
            row.getInt("required"),
            new ArrayList<>(),
            new ArrayList<>());
    String name = row.getString("replica_server_name");
    if (name == null) {
      return new Row(group, null);
    }
    boolean connected = "CONNECTED".equals(row.getString("connected_state_desc"));
    int error = row.getInt("last_connect_error_number");
    return new Row(
        group,
        new Member(
            name,
            row.getString("endpoint_url"),
            row.getString("availability_mode_desc"),
            row.getString("failover_mode_desc"),
            row.getString("seeding_mode_desc"),
            row.getBoolean("is_local"),
            row.getString("role_desc"),
            connected,
            connected || error == 0
                ? null
                : "error " + error + ": " + row.getString("last_connect_error_description")));
  }

  private static Copy copy(ResultSet row) throws SQLException {
    return new Copy(
        row.getString("group_name"),
        row.getBoolean("is_local"),
        row.getString("synchronization_state_desc"),
        row.getBoolean("is_suspended"),
        row.getString("suspend_reason_desc"),
        row.getBigDecimal("last_hardened_lsn"));
  }

  private static Seeding seeding(ResultSet row) throws SQLException {
    return new Seeding(
        row.getString("group_name"),
        row.getString("current_state"),
        row.getString("failure_state_desc"));
  }
}
