package io.linkfleet.ag.mirroring;

import io.linkfleet.ag.Wish;
import io.linkfleet.ag.mirroring.MirroringState.Backup;
import io.linkfleet.ag.mirroring.MirroringState.Database;
import io.linkfleet.ag.mirroring.MirroringState.DatabaseFile;
import io.linkfleet.ag.mirroring.MirroringState.Host;
import io.linkfleet.ag.mirroring.MirroringState.Session;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.SourceServer;
import io.linkfleet.sqlserver.HostsVisit;
import io.linkfleet.sqlserver.SqlFailure;
import io.linkfleet.sqlserver.SqlServers;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Observes one database on both servers of a pair.
 *
 * <p>A server that is not to be primary any more, and whose loss somebody has accepted, need not
 * answer: that is what forced service is for.
 */
final class MirroringProbe extends HostsVisit<MirroringState> {
  /** A copy that is there may need logs of any age; one to be made begins with a young backup. */
  private static final Duration EVER = Duration.ofDays(20 * 365);

  private final LinkSpec link;
  private final Duration oldest;
  private final Clock clock;

  private record FileRow(DatabaseFile file, BigDecimal redo, String fork) {}

  MirroringProbe(SqlServers servers, LinkSpec link, Duration oldest, Clock clock) {
    super(
        servers,
        List.of(link.source(), link.partner().server()),
        host -> Wish.of(link).mayLose(host.name()));
    this.link = link;
    this.oldest = oldest;
    this.clock = clock;
  }

  @Override
  public MirroringState observe() {
    Optional<Host> source = host(link.source());
    Optional<Host> partner = host(link.partner().server());
    return new MirroringState(source, partner, backups(source, partner), clock.instant());
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
    Optional<Database> database = database(label);
    return on(label)
        .query(
            "reading the server's properties",
            MirroringSql.SERVER,
            row ->
                new Host(
                    label,
                    major(row.getString("version")),
                    row.getString("data_directory"),
                    row.getString("log_directory"),
                    database))
        .get(0);
  }

  private static int major(String version) {
    return Integer.parseInt(version.substring(0, version.indexOf('.')));
  }

  private Optional<Database> database(String label) {
    return on(label)
        .query(
            "reading the database",
            MirroringSql.DATABASE,
            MirroringProbe::database,
            link.database())
        .stream()
        .findFirst()
        .map(database -> withFiles(label, database));
  }

  private Database withFiles(String label, Database d) {
    List<FileRow> rows =
        on(label)
            .query(
                "reading the files of the database", MirroringSql.FILES, MirroringProbe::file,
                d.id());
    // a file that needs less log than another holds none of the database back
    BigDecimal redo =
        rows.stream()
            .map(FileRow::redo)
            .filter(lsn -> lsn != null)
            .min(BigDecimal::compareTo)
            .orElse(null);
    String fork =
        rows.stream().map(FileRow::fork).filter(it -> it != null).findFirst().orElse(d.fork());
    boolean log =
        d.isRestoring()
            && on(label)
                .query(
                    "reading the restore history",
                    MirroringSql.LAST_RESTORE,
                    row -> row.getString("restore_type").equals("L"),
                    d.name())
                .stream()
                .anyMatch(restored -> restored);
    return new Database(
        d.id(), d.name(), d.state(), d.access(), d.readOnly(), d.autoClose(), d.recoveryModel(),
        d.group(), d.visible(), d.lastLogBackup(), d.family(), fork, redo, log,
        rows.stream().map(FileRow::file).toList(), d.session());
  }

  private static FileRow file(ResultSet row) throws SQLException {
    return new FileRow(
        new DatabaseFile(
            row.getString("name"),
            row.getString("physical_name"),
            row.getString("type_desc").equals("LOG")),
        row.getBigDecimal("redo_start_lsn"),
        row.getString("fork"));
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
        row.getString("group_name"),
        row.getObject("recovery_status") != null,
        row.getBigDecimal("last_log_backup_lsn"),
        row.getString("family"),
        row.getString("fork"),
        null,
        false,
        List.of(),
        session(row));
  }

  private static Session session(ResultSet row) throws SQLException {
    String partner = row.getString("mirroring_partner_name");
    if (partner == null) {
      return null;
    }
    String witness = row.getString("mirroring_witness_name");
    return new Session(
        row.getString("mirroring_role_desc"),
        row.getString("mirroring_state_desc"),
        row.getString("mirroring_safety_level_desc"),
        partner,
        row.getString("mirroring_partner_instance"),
        witness == null ? "" : witness);
  }

  /** Only what may be needed: a session that exists needs no backups. */
  private List<Backup> backups(Optional<Host> source, Optional<Host> partner) {
    Optional<Database> here = source.flatMap(Host::database);
    if (here.isEmpty() || partner.isEmpty() || here.get().session() != null) {
      return List.of();
    }
    Optional<BigDecimal> redo = partner.flatMap(Host::database).map(Database::redo);
    Duration oldestLog = redo.isPresent() ? EVER : oldest;
    return on(link.source().name())
        .query(
            "reading the backup history",
            MirroringSql.BACKUPS,
            row ->
                new Backup(
                    row.getString("type").equals("L"),
                    row.getBigDecimal("first_lsn"),
                    row.getBigDecimal("last_lsn"),
                    row.getString("physical_device_name"),
                    row.getInt("position")),
            here.get().name(),
            here.get().id(),
            redo.orElse(BigDecimal.ZERO),
            (int) -oldestLog.toSeconds(),
            (int) -oldest.toSeconds());
  }
}
