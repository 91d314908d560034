package io.linkfleet.monitor.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent.LinkHealth;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Wanted;
import io.linkfleet.event.PairReading;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.monitor.view.LinkState;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What a person asks of the session of a pair, and the link as it is wanted then.
 *
 * @param action pause, resume, failover, force-service or remove
 * @param primary label of the server that shall take the primary role; the one with the copy when
 *     left out
 * @param allowDataLoss needed for force-service, and true for nothing else
 */
@Schema(description = "What is asked of the session of a pair")
public record SessionChange(String action, String primary, boolean allowDataLoss) {
  private static final List<String> ACTIONS =
      List.of("pause", "resume", "failover", "force-service", "remove");
  private static final Set<String> PRIMARY = Set.of("PRINCIPAL", "PRIMARY");
  private static final ObjectReader READER =
      EventCodec.json()
          .readerFor(SessionChange.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** The link as it is wanted, or the refusal. */
  record Outcome(LinkSpec link, Response refusal) {
    static Outcome refused(int status, String title, String detail) {
      return new Outcome(null, Problem.refuse(status, title, detail));
    }
  }

  /** The request in this JSON, or nothing when it is none. */
  static Optional<SessionChange> read(byte[] json) {
    try {
      return Optional.ofNullable(READER.readValue(json));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Applies it to a link.
   *
   * @param generation the next generation of the link
   */
  Outcome on(LinkState state, long generation) {
    LinkSpec link = state.link();
    String wanted = action == null ? "" : action.toLowerCase(Locale.ROOT);
    if (!ACTIONS.contains(wanted)) {
      return Outcome.refused(400, "Bad Request", "action is one of " + ACTIONS + ".");
    }
    if (!link.isPair()) {
      return Outcome.refused(
          409, "Not a pair",
          "This is a link to the managed instance " + link.target().name()
              + ": only the session of two SQL Servers can be changed here.");
    }
    if (link.options().pair().wanted() == Wanted.REMOVED && !wanted.equals("remove")) {
      return Outcome.refused(
          409, "Removed",
          "The session is to be removed; roll out its fleet file to have a new one.");
    }
    boolean force = wanted.equals("force-service");
    if (force != allowDataLoss) {
      return Outcome.refused(
          400, "Bad Request",
          force
              ? "Forcing service can lose transactions: allowDataLoss must say true."
              : "allowDataLoss is for force-service alone.");
    }
    boolean turns = force || wanted.equals("failover");
    if (!turns && primary != null) {
      return Outcome.refused(
          400, "Bad Request", "primary is for failover and force-service alone.");
    }
    return turns ? turned(state, generation) : changed(state, generation, wanted);
  }

  private static Outcome changed(LinkState state, long generation, String action) {
    Wanted wanted =
        switch (action) {
          case "pause" -> Wanted.PAUSED;
          case "remove" -> Wanted.REMOVED;
          default -> Wanted.RUNNING;
        };
    return new Outcome(with(state.link(), generation, stillAsked(state), wanted, false), null);
  }

  /**
   * Who was asked to be primary, unless that was done and the role has moved since: then it stays
   * where it is. A failover that is not over is not forgotten, and one cannot begin while a session
   * is paused.
   */
  private static String stillAsked(LinkState state) {
    PairOptions asked = state.link().options().pair();
    boolean done = !state.underWay() && asked.wanted() == Wanted.RUNNING;
    boolean moved =
        primaries(state).anyMatch(label -> !label.equals(asked.primary()));
    return done && moved ? null : asked.primary();
  }

  /** Those that were last seen to be. */
  private static Stream<String> primaries(LinkState state) {
    return Optional.ofNullable(state.health())
        .map(LinkHealth::replica)
        .map(ReplicaReading::pair)
        .stream()
        .flatMap(pair -> pair.sides().stream())
        .filter(side -> PRIMARY.contains(String.valueOf(side.role())))
        .map(PairReading.Side::server);
  }

  private Outcome turned(LinkState state, long generation) {
    LinkSpec link = state.link();
    Optional<String> to =
        primary == null
            ? Optional.of(copy(state))
            : sides(link).stream().filter(primary::equalsIgnoreCase).findFirst();
    return to.map(
            label ->
                new Outcome(with(link, generation, label, Wanted.RUNNING, allowDataLoss), null))
        .orElseGet(
            () ->
                Outcome.refused(
                    400, "Bad Request", "primary is one of " + sides(link) + "."));
  }

  private static List<String> sides(LinkSpec link) {
    return List.of(link.source().name(), link.target().name());
  }

  /** As last seen; otherwise the side that was not asked to be primary. */
  private static String copy(LinkState state) {
    LinkSpec link = state.link();
    List<String> sides = sides(link);
    String primary =
        Optional.ofNullable(link.options().pair().primary()).orElse(link.source().name());
    return Optional.ofNullable(state.health())
        .map(LinkHealth::replica)
        .map(ReplicaReading::name)
        .filter(sides::contains)
        .orElseGet(() -> primary.equals(sides.get(0)) ? sides.get(1) : sides.get(0));
  }

  private static LinkSpec with(
      LinkSpec link, long generation, String primary, Wanted wanted, boolean allowDataLoss) {
    PairOptions old = link.options().pair();
    var pair =
        new PairOptions(
            old.safety(), primary, wanted, allowDataLoss, old.authentication(),
            old.certificateDirectory(), old.restoreDirectory(), old.dataDirectory(),
            old.logDirectory());
    var options =
        new LinkOptions(
            link.options().backupDirectory(), link.options().allowEndpointChange(),
            link.options().certificateLifetime(), pair);
    return new LinkSpec(
        link.id(), link.rollout(), generation, link.source(), link.database(), link.target(),
        link.names(), options);
  }
}
