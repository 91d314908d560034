package io.linkfleet.monitor.watch;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.SourceServer;
import io.linkfleet.event.Target;
import io.linkfleet.monitor.MonitorConfig;
import io.linkfleet.monitor.view.LinkState;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What every server showed last, and what that says about each link: a pair is on two servers that
 * are asked at different times, by different threads.
 */
final class Sightings {
  private final Reporter.Outlet outlet;
  private final MonitorConfig config;
  private final Clock clock;
  private final Map<String, Sighting> last = new ConcurrentHashMap<>();
  /** Pairs whose sides contradict each other, since when. */
  private final Map<String, Instant> doubts = new ConcurrentHashMap<>();
  private final Map<String, Reporter> reporters = new ConcurrentHashMap<>();

  Sightings(Reporter.Outlet outlet, MonitorConfig config, Clock clock) {
    this.outlet = outlet;
    this.config = config;
    this.clock = clock;
  }

  void put(String address, Sighting sighting) {
    last.put(address, sighting);
  }

  /** Tells how a link is, once all servers that show it have been asked for it. */
  void report(LinkState state) {
    LinkSpec link = state.link();
    Sighting source = sighting(state, link.source());
    if (!link.isPair()) {
      tell(state, link(state, source), source.at());
      return;
    }
    Sighting partner = sighting(state, link.partner().server());
    if (source != null && partner != null) {
      Instant earlier = source.at().isBefore(partner.at()) ? source.at() : partner.at();
      PairSnapshot seen = pair(state, source, partner, earlier);
      if (isSure(seen)) {
        tell(state, seen, earlier);
      }
    }
  }

  /**
   * Sides that contradict each other may only have been asked before and after a change; that is
   * told once both have been asked again.
   */
  private boolean isSure(PairSnapshot seen) {
    String id = seen.link().id();
    if (!seen.contradicts()) {
      doubts.remove(id);
      return true;
    }
    Instant since = doubts.computeIfAbsent(id, key -> clock.instant());
    return !seen.now().isBefore(since);
  }

  /** What that server showed of this link, or null when it was asked before there was anything. */
  private Sighting sighting(LinkState state, SourceServer server) {
    Sighting sighting = last.get(server.address());
    boolean isNewEnough =
        sighting != null
            && sighting.generations().getOrDefault(state.link().id(), -1L)
                >= state.watched().generation();
    return isNewEnough ? sighting : null;
  }

  private void tell(LinkState state, Seen seen, Instant observedAt) {
    reporters
        .computeIfAbsent(state.link().id(), id -> new Reporter(outlet, config, clock))
        .report(state, seen, observedAt);
  }

  private Snapshot link(LinkState state, Sighting seen) {
    ReplicaProbe.Readings readings = seen.readings();
    ReplicaReading replica = readings == null ? null : readings.replicas().get(state.group());
    Evidence.Trust trust = state.watched().trust();
    Expiry expiry =
        expiries(state.link().source().name(), seen, c -> c.name().equals(trust.instanceFqdn()))
            .reduce(Sightings::earlier)
            .orElse(null);
    return new Snapshot(
        state.link(), state.group(),
        replica == null || expiry == null ? replica : replica.expiring(expiry.at()),
        seen.failure(), readings == null || readings.seesAll(), false, expiry, seen.at(),
        config.limits());
  }

  private PairSnapshot pair(LinkState state, Sighting source, Sighting partner, Instant at) {
    LinkSpec link = state.link();
    String here = link.source().name();
    String there = link.partner().server().name();
    List<String> shown =
        state.watched().trust().hosts().stream().map(Evidence.Host::thumbprint).toList();
    Expiry expiry =
        Stream.concat(
                expiries(here, source, c -> shown.contains(c.thumbprint())),
                expiries(there, partner, c -> shown.contains(c.thumbprint())))
            .reduce(Sightings::earlier)
            .orElse(null);
    return new PairSnapshot(
        link, side(state, here, there, source), side(state, there, here, partner),
        state.underWay(), false, expiry, at, config.limits());
  }

  private static PairSide side(LinkState state, String server, String partner, Sighting seen) {
    if (seen.failure() != null) {
      return PairSide.unread(server, seen.failure());
    }
    return state.link().partner().session() == Target.Session.MIRRORING
        ? PairSide.ofSession(server, partner, state.watched(), seen.readings())
        : PairSide.ofGroup(server, state.group(), seen.readings());
  }

  /** The certificates that a server shows others, and those it knows others by. */
  private static Stream<Expiry> expiries(
      String server, Sighting seen, Predicate<ReplicaProbe.Certificate> known) {
    return seen.readings() == null
        ? Stream.empty()
        : seen.readings().certificates().stream()
            .filter(certificate -> certificate.ofEndpoint() || known.test(certificate))
            .map(c -> new Expiry(server, c.name(), c.expiresAt()));
  }

  private static Expiry earlier(Expiry one, Expiry other) {
    return other.at().isBefore(one.at()) ? other : one;
  }
}
