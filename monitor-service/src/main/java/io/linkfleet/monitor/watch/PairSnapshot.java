package io.linkfleet.monitor.watch;

import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairReading;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.Target;
import io.linkfleet.monitor.MonitorConfig;
import io.linkfleet.sqlserver.SqlFailure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that the diagnosis of a pair of SQL Servers may look at.
 *
 * @param link the pair
 * @param source what the source shows
 * @param partner what the partner shows
 * @param underWay whether the phases still work on what was asked for last
 * @param connectedBefore whether it has been connected in this generation
 * @param expiry the first of its certificates to expire, or null
 * @param now when the servers answered
 * @param limits from when on to warn
 */
record PairSnapshot(
    LinkSpec link,
    PairSide source,
    PairSide partner,
    boolean underWay,
    boolean connectedBefore,
    Expiry expiry,
    Instant now,
    MonitorConfig.Limits limits)
    implements Seen {

  @Override
  public ReplicaReading replica() {
    if (read().findAny().isEmpty()) {
      return null;
    }
    Optional<PairSide> leader = leader();
    PairSide copy = copy();
    ReplicaReading remote = leader.map(PairSide::remote).orElse(null);
    String state = state();
    return new ReplicaReading(
        copy.server(),
        connectedState(),
        state,
        remote != null ? remote.synchronizationHealth() : health(state),
        suspended(),
        leader.map(PairSide::sendQueueKb).orElse(null),
        copy.redoQueueKb() != null
            ? copy.redoQueueKb() : leader.map(PairSide::redoQueueKb).orElse(null),
        remote == null ? null : remote.lagSeconds(),
        copy.endOfLog() != null || remote == null ? copy.endOfLog() : remote.lastHardenedLsn(),
        remote == null ? 0 : remote.lastErrorNumber(),
        remote == null ? null : remote.lastErrorText(),
        remote == null ? null : remote.lastErrorAt(),
        remote == null ? null : remote.seedingPercent(),
        remote == null ? null : remote.seedingState(),
        expiry == null ? null : expiry.at(),
        new PairReading(safety(), witness(), read().map(PairSide::told).toList()));
  }

  /** Both sides are connected, and the log flows. */
  @Override
  public boolean up() {
    ReplicaReading replica = replica();
    return replica != null && replica.connected() && replica.synchronizing() && unequalRoles();
  }

  @Override
  public boolean lost() {
    ReplicaReading replica = replica();
    return replica != null && replica.lost();
  }

  @Override
  public PairSnapshot connectedBefore(boolean before) {
    return new PairSnapshot(link, source, partner, underWay, before, expiry, now, limits);
  }

  @Override
  public Verdict verdict() {
    PairDiagnosis row = PairDiagnosis.of(this);
    return new Verdict(row.name(), row.severity(), row.sentence(this), row.nextAction(this));
  }

  private Stream<PairSide> sides() {
    return Stream.of(source, partner);
  }

  /** The sides that answered. */
  Stream<PairSide> read() {
    return sides().filter(side -> side.failure() == null);
  }

  /** The first side that failed so, or null. */
  PairSide failed(SqlFailure.Kind kind) {
    return sides()
        .filter(side -> side.failure() != null)
        .filter(side -> kind == null || side.failure().kind() == kind)
        .findFirst()
        .orElse(null);
  }

  /** The side whose groups may be hidden, or null. */
  PairSide blind() {
    PairSide refused = failed(SqlFailure.Kind.PERMISSION);
    return refused != null
        ? refused
        : read().filter(side -> !side.there() && !side.seesAll()).findFirst().orElse(null);
  }

  /** The side that has its part of the session while the other has none, or null. */
  PairSide half() {
    List<PairSide> there = read().filter(PairSide::there).toList();
    boolean one = read().count() == 2 && there.size() == 1 && !there.get(0).hidden();
    return one ? there.get(0) : null;
  }

  /** The side that has a session with another server, or null. */
  PairSide elsewhere() {
    return read().filter(side -> side.elsewhere() != null).findFirst().orElse(null);
  }

  /**
   * Whether no server that answered has a part of the session. A copy that is being restored may be
   * a hidden mirror, but not of a session that the other side knows nothing of.
   */
  boolean gone() {
    return read().noneMatch(side -> side.there() && !side.hidden());
  }

  /** The side that holds the primary role; none when both do. */
  Optional<PairSide> leader() {
    List<PairSide> all = read().filter(PairSide::leads).toList();
    return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
  }

  /** The side that holds the copy. */
  PairSide copy() {
    return leader().map(side -> side == source ? partner : source).orElse(partner);
  }

  /** How many sides say that they hold the primary role, if both tell. */
  private long leaders() {
    return read().filter(PairSide::leads).count();
  }

  private boolean unequalRoles() {
    return leaders() == 1;
  }

  boolean bothLead() {
    return leaders() == 2;
  }

  boolean noneLeads() {
    return leaders() == 0 && read().filter(PairSide::there).count() == 2
        && read().noneMatch(PairSide::hidden);
  }

  /** Whether the two sides cannot both be right. */
  boolean contradicts() {
    return bothLead() || noneLeads() || half() != null;
  }

  private String connectedState() {
    if (read().anyMatch(side -> !side.there() || !side.connected() || side.elsewhere() != null)) {
      return "DISCONNECTED";
    }
    return read().count() == 2 ? "CONNECTED" : "UNKNOWN";
  }

  /** The copy's own word, else the primary's about it. */
  private String state() {
    if (isMirroring()) {
      return read()
          .map(PairSide::state)
          .filter(state -> state != null)
          .reduce((one, other) -> isSynchronizing(one) ? other : one)
          .orElse(null);
    }
    String own = copy().state();
    return own != null
        ? own
        : leader().map(PairSide::remote).map(ReplicaReading::synchronizationState).orElse(null);
  }

  private static boolean isSynchronizing(String state) {
    return state.startsWith("SYNCHRONIZ");
  }

  private String health(String state) {
    if ("SYNCHRONIZED".equals(state) || "SYNCHRONIZING".equals(state) && "OFF".equals(safety())) {
      return "HEALTHY";
    }
    return "SYNCHRONIZING".equals(state) || "PENDING_FAILOVER".equals(state)
        ? "PARTIALLY_HEALTHY" : "NOT_HEALTHY";
  }

  boolean suspended() {
    return read().anyMatch(PairSide::suspended);
  }

  /** What the session does, as the primary tells, else anybody. */
  String safety() {
    return Stream.concat(leader().stream(), read())
        .map(PairSide::safety)
        .filter(safety -> safety != null)
        .findFirst()
        .orElse(null);
  }

  /** How the primary sees the witness, else anybody; null without one. */
  String witness() {
    return Stream.concat(leader().stream(), read())
        .filter(side -> side.witnessAddress() != null)
        .map(PairSide::witnessState)
        .findFirst()
        .orElse(null);
  }

  boolean isMirroring() {
    return link.partner().session() == Target.Session.MIRRORING;
  }

  PairOptions wanted() {
    PairOptions pair = link.options().pair();
    return pair == null ? PairOptions.defaults() : pair;
  }

  boolean isWanted(PairOptions.Wanted wanted) {
    return wanted().wanted() == wanted;
  }

  boolean expired() {
    return expiry != null && expiry.isPast(now);
  }

  boolean expires() {
    return expiry != null && expiry.isWithin(limits.certificate(), now);
  }

  /** "Sales on HOST_A and HOST_B", the subject of most sentences. */
  String subject() {
    return database() + " on " + source.server() + " and " + partner.server();
  }

  String database() {
    return link.database().replaceAll("\\p{Cntrl}", "?");
  }
}
