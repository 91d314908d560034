package io.linkfleet.ag.mirroring;

import io.linkfleet.ag.AgSql;
import io.linkfleet.ag.mirroring.MirroringState.Backup;
import io.linkfleet.ag.mirroring.MirroringState.Database;
import io.linkfleet.ag.mirroring.MirroringState.Host;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.On;
import io.linkfleet.sqlserver.Statement;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides how the partner gets its copy: a full backup and every later one of the log, restored
 * WITH NORECOVERY.
 *
 * <p>What was restored before is never restored again. A log backup that somebody else takes
 * meanwhile is found in the history by the next look. At least one log backup must have been
 * restored (1478), so one is taken when there is none.
 */
final class MirrorCopy {
  private final EndpointReady wanted;
  private final Host source;
  private final Host partner;
  private final Database database;
  private final MirroringState observed;
  private final Duration limit;
  private final HandOver handOver;
  private final List<Step> steps = new ArrayList<>();

  MirrorCopy(EndpointReady wanted, MirroringState observed, Duration limit) {
    this.wanted = wanted;
    this.observed = observed;
    this.source = observed.source().orElseThrow();
    this.partner = observed.partner().orElseThrow();
    this.database = source.database().orElseThrow();
    this.limit = limit;
    this.handOver = new HandOver(wanted.link().options());
  }

  /** The steps that are left, none when the copy is as it has to be, or what blocks them. */
  Plan plan() {
    if (!database.isFull()) {
      on(
          source,
          "Set the recovery model of the database %s of %s from %s to FULL"
              .formatted(name(), source.label(), database.recoveryModel()),
          AgSql.setRecoveryFull(database.name()));
    }
    Optional<Plan.Blocked> blocked = copy().isPresent() ? rollForward(copy().get()) : begin();
    return blocked.isPresent() ? blocked.get() : new Plan.Steps(steps);
  }

  /** What was restored on the partner; one that was cut off in its first restore is none. */
  private Optional<Database> copy() {
    return partner.database().filter(it -> it.redo() != null);
  }

  private Optional<Plan.Blocked> rollForward(Database copy) {
    List<Backup> logs = logsAfter(copy.redo());
    boolean gap = isBehind(copy.redo(), logs);
    if (gap) {
      return blocked(
          Reason.RESTORE,
          "the copy of the database %s on %s has been restored up to LSN %s, and the backup"
              + " history of %s knows no log backup in one file that goes on from %s",
          List.of(
              name(), partner.label(), copy.redo(), source.label(), end(copy.redo(), logs)),
          "Restore the missing log backups there WITH NORECOVERY, or, so that a new copy is made,"
              + " run on " + partner.label() + ": " + MirroringSql.drop(copy));
    }
    Optional<Plan.Blocked> away = logs.stream().filter(log -> !isReadable(log)).findFirst()
        .flatMap(this::notHandedOver);
    if (away.isPresent()) {
      return away;
    }
    if (logs.isEmpty() && copy.logRestored()) {
      return Optional.empty();
    }
    if (logs.isEmpty() && !handOver.isPossible()) {
      return nowhere();
    }
    if (copy.session() != null) {
      on(
          partner,
          "Let the copy of the database %s on %s wait no longer, so that log can be restored"
              .formatted(name(), partner.label()),
          AgSql.set(database.name(), "PARTNER OFF"));
    }
    logs.forEach(this::restoreLog);
    if (logs.isEmpty()) {
      newLog();
    }
    return Optional.empty();
  }

  private Optional<Plan.Blocked> begin() {
    Optional<Backup> base = base();
    if (base.isEmpty() && !handOver.isPossible()) {
      return nowhere();
    }
    base.ifPresentOrElse(
        full -> restore(full.path(), full.position()),
        () -> {
          String file = newFile(".bak");
          boolean copyOnly = database.hasLogChain();
          on(
              source,
              "Take a full%s backup of the database %s of %s to %s"
                  .formatted(
                      copyOnly ? ", copy-only" : "", name(), source.label(), file),
              MirroringSql.backup(database.name(), file, copyOnly, limit));
          restore(file, 1);
        });
    List<Backup> logs = base.map(full -> logsAfter(full.lastLsn())).orElse(List.of());
    logs.forEach(this::restoreLog);
    if (logs.isEmpty()) {
      newLog();
    }
    return Optional.empty();
  }

  /** The latest full backup that, with all logs after it, the partner can read. */
  private Optional<Backup> base() {
    if (!database.hasLogChain()) {
      return Optional.empty();
    }
    return observed.backups().stream()
        .filter(backup -> !backup.log() && isReadable(backup))
        .reduce((earlier, later) -> later)
        .filter(full -> handOver.isPossible() || !logsAfter(full.lastLsn()).isEmpty())
        .filter(full -> !isBehind(full.lastLsn(), logsAfter(full.lastLsn())))
        .filter(full -> logsAfter(full.lastLsn()).stream().allMatch(this::isReadable));
  }

  private boolean isReadable(Backup backup) {
    return handOver.asPartner(backup.path()).isPresent();
  }

  private List<Backup> logsAfter(BigDecimal redo) {
    List<Backup> logs = new ArrayList<>();
    BigDecimal reached = redo;
    for (Backup backup : observed.backups()) {
      if (backup.continues(reached)) {
        logs.add(backup);
        reached = backup.lastLsn();
      }
    }
    return logs;
  }

  private static BigDecimal end(BigDecimal redo, List<Backup> logs) {
    return logs.isEmpty() ? redo : logs.get(logs.size() - 1).lastLsn();
  }

  private boolean isBehind(BigDecimal redo, List<Backup> logs) {
    return database.lastLogBackup() != null
        && database.lastLogBackup().compareTo(end(redo, logs)) > 0;
  }

  private void restore(String path, int position) {
    String file = handOver.asPartner(path).orElseThrow();
    on(
        partner,
        "Restore it on %s from %s, WITH NORECOVERY".formatted(partner.label(), file),
        MirroringSql.restore(
            database.name(), file, position, handOver.moves(source, partner, database), limit));
  }

  private void newLog() {
    String file = newFile(".trn");
    on(
        source,
        "Back up the log of the database %s of %s to %s; the file belongs to its log chain"
            .formatted(name(), source.label(), file),
        MirroringSql.backupLog(database.name(), file, limit));
    restoreLog(file, 1);
  }

  private void restoreLog(Backup log) {
    restoreLog(log.path(), log.position());
  }

  private void restoreLog(String path, int position) {
    String file = handOver.asPartner(path).orElseThrow();
    on(
        partner,
        "Restore the log on %s from %s, WITH NORECOVERY".formatted(partner.label(), file),
        MirroringSql.restoreLog(database.name(), file, position, limit));
  }

  private String newFile(String ending) {
    String server = wanted.trust().nameOf(source.label());
    return handOver.newFile(server, database.name(), observed.at(), ending);
  }

  private String name() {
    return "[" + database.name() + "]";
  }

  private void on(Host host, String sentence, Statement statement) {
    steps.add(new Step(sentence, new On(host.label(), statement)));
  }

  private Optional<Plan.Blocked> nowhere() {
    return blocked(
        Reason.BACKUP,
        "a backup of the database %s has to be handed over to %s, and no directory is named for it",
        List.of(name(), partner.label()),
        "Set options.backupDirectory to a directory that %s writes to and %s reads, as a share is;"
                .formatted(source.label(), partner.label())
            + " when %s sees it under another path, set that as the pair's restoreDirectory."
                .formatted(partner.label()));
  }

  private Optional<Plan.Blocked> notHandedOver(Backup log) {
    return blocked(
        Reason.RESTORE,
        "the copy of the database %s on %s needs the log backup %s, which lies on a drive of %s",
        List.of(name(), partner.label(), log.path(), source.label()),
        "Copy the file to a directory of %s and name that directory as the pair's restoreDirectory,"
                .formatted(partner.label())
            + " or, so that a new copy is made, run on "
            + partner.label() + ": " + copy().map(MirroringSql::drop).orElseThrow());
  }

  private Optional<Plan.Blocked> blocked(
      Reason reason, String sentence, List<?> parts, String nextAction) {
    return Optional.of(
        new Plan.Blocked(
            reason,
            source.label() + ": " + sentence.formatted(parts.toArray()),
            nextAction + " Then ask again."));
  }
}
