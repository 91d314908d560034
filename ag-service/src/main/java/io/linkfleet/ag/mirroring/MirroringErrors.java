package io.linkfleet.ag.mirroring;

import io.linkfleet.ag.AgSql;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.sqlserver.SqlFailure;
import java.time.Duration;
import java.util.Optional;

/**
 * What the errors of database mirroring, and of the backups that begin it, mean for a pair: the
 * next look mends it, or what a person has to do.
 */
final class MirroringErrors {
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration LATER = Duration.ofSeconds(10);

  private final EndpointReady event;
  private final SqlFailure failure;
  private final String source;
  private final String partner;

  private MirroringErrors(EndpointReady event, SqlFailure failure) {
    this.event = event;
    this.failure = failure;
    this.source = event.link().source().name();
    this.partner = event.link().partner().server().name();
  }

  static Optional<Plan> explain(EndpointReady event, RuntimeException failure) {
    return failure instanceof SqlFailure sql
        ? Optional.ofNullable(new MirroringErrors(event, sql).explain())
        : Optional.empty();
  }

  private Plan explain() {
    return switch (failure.number()) {
      case 3201, 3202, 3203, 3241, 3257 -> file();
      case 1834, 3156, 3119, 3634, 5105, 5133 -> path();
      case 3169 -> blocked(Reason.VERSION, "Upgrade " + partner + " to the version of " + source);
      case 3154, 4330 -> otherCopy(MirroringSql.drop(event.link().database()));
      case 1407 -> otherCopy(MirroringSql.dropWaiting(event.link().database()));
      // the log moved on between two steps; the backup history tells the next look what is missing
      case 4305, 4326 -> again(Reason.IN_PROGRESS, SOON, "the next look restores what is missing");
      case 1408, 1412, 1478 ->
          again(
              Reason.RESTORE,
              LATER,
              "%s lacks log backups of %s; the next look restores every one that the backup history"
                      .formatted(partner, source)
                  + " knows, others have to be restored there WITH NORECOVERY by hand");
      case 1475, 4214 ->
          blocked(
              Reason.BACKUP,
              "Take a full backup of the database without COPY_ONLY, or a log backup if it was in"
                  + " the BULK_LOGGED recovery model");
      case 1416, 1448 ->
          again(
              Reason.IN_PROGRESS,
              SOON,
              partner + " has not been told its partner; the next look begins on the mirror");
      case 1418 -> unreachable();
      case 1419, 1464 ->
          blocked(
              Reason.MIRRORING_CONFLICT,
              "The copy on %s has to be RESTORING: if nobody needs that database, run there: %s"
                  .formatted(partner, MirroringSql.drop(event.link().database())));
      case 1405, 1410, 1460 ->
          blocked(
              Reason.MIRRORING_CONFLICT,
              "If nobody needs the session that is there, end it on the server that has it: "
                  + AgSql.set(event.link().database(), "PARTNER OFF").text());
      case 1426, 1447 ->
          again(
              Reason.PARTNER_UNREACHABLE,
              LATER,
              "every server of the session must see the others, and the mirror must have caught"
                  + " up");
      case 1427, 1429, 1431, 1439, 1456 -> witness();
      case 1422, 1470, 1477, 1455 ->
          again(Reason.IN_PROGRESS, SOON, "the session changed meanwhile; the next look decides");
      case 1463, 1473 ->
          blocked(
              Reason.VERSION,
              "Use an edition that has what was asked for: mirroring needs Standard, safety OFF"
                  + " needs Enterprise");
      case 1486 ->
          blocked(
              Reason.ENDPOINT_CONFLICT,
              "The mirroring endpoint of %s has to be STARTED with ROLE PARTNER or ALL"
                  .formatted(failure.server()));
      default -> null;
    };
  }

  private Plan file() {
    return failure.server().equals(partner)
        ? blocked(
            Reason.RESTORE,
            "%s cannot read the file: let its SQL Server service account read the share, set the"
                    .formatted(partner)
                + " pair's restoreDirectory to the path under which it sees the backup directory,"
                + " or copy the file there under its name")
        : blocked(
            Reason.BACKUP,
            "Set options.backupDirectory to a directory that the SQL Server service of %s may"
                    .formatted(failure.server())
                + " write to and that %s reads".formatted(partner));
  }

  private Plan path() {
    return blocked(
        Reason.RESTORE,
        "Set the pair's dataDirectory and logDirectory to directories of %s that exist and hold no"
                .formatted(partner)
            + " files of those names");
  }

  private Plan otherCopy(String drop) {
    return blocked(
        Reason.RESTORE,
        "The copy on %s belongs to another database or to another past: if nobody needs it, run"
                .formatted(partner)
            + " there: " + drop);
  }

  private Plan unreachable() {
    return blocked(
        Reason.PARTNER_UNREACHABLE,
        "See that %s and %s reach each other in both directions: the firewall, both endpoints"
                .formatted(
                    event.endpoint().hosts().get(source), event.endpoint().hosts().get(partner))
            + " STARTED with one algorithm in common, both certificates valid and imported on the"
            + " other side, CONNECT granted to their logins; the error log of the server that"
            + " refuses says which");
  }

  private Plan witness() {
    var witness = event.link().partner().witness();
    String address =
        witness == null ? "the witness" : event.endpoint().hosts().get(witness.name());
    return blocked(
        Reason.PARTNER_UNREACHABLE,
        "See that both partners reach %s, that its endpoint is STARTED with ROLE WITNESS or ALL,"
                .formatted(address)
            + " and that it trusts their certificates as they trust its");
  }

  private Plan blocked(Reason reason, String nextAction) {
    return new Plan.Blocked(reason, failure.getMessage(), nextAction + "; then ask again.");
  }

  private Plan again(Reason reason, Duration lookAgain, String what) {
    return new Plan.Waiting(reason, failure.getMessage() + " — " + what, lookAgain, null);
  }
}
