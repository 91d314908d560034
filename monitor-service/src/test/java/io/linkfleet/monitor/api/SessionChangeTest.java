package io.linkfleet.monitor.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.LinkEvent.LinkHealth;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Wanted;
import io.linkfleet.event.PairReading;
import io.linkfleet.event.PairReading.Side;
import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.Samples;
import io.linkfleet.monitor.view.LinkState;
import io.linkfleet.monitor.view.Milestone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is to serve, after a session was paused and resumed in every state of a failover. */
class SessionChangeTest {
  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume"})
  void aFailoverThatIsNotOverIsNotForgotten(String action) {
    LinkState begun = asked("HOST_B", Wanted.RUNNING, Milestone.ENDPOINT_READY, "HOST_A");

    assertThat(wanted(begun, action).primary()).isEqualTo("HOST_B");
    assertThat(wanted(begun, action).allowDataLoss()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume"})
  void aFailoverThatIsOverStaysTheWish(String action) {
    LinkState over = asked("HOST_B", Wanted.RUNNING, Milestone.CONNECTED, "HOST_B");

    assertThat(wanted(over, action).primary()).isEqualTo("HOST_B");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume"})
  void theRoleIsNotTakenBackFromWhoGotItSince(String action) {
    LinkState moved = asked("HOST_A", Wanted.RUNNING, Milestone.CONNECTED, "HOST_B");

    assertThat(wanted(moved, action).primary()).isNull();
  }

  @Test
  void whatAPauseHeldUpIsDoneOnceTheSessionIsResumed() {
    LinkState paused = asked("HOST_B", Wanted.PAUSED, Milestone.LINK_CREATED, "HOST_A");

    assertThat(wanted(paused, "resume").primary()).isEqualTo("HOST_B");
    assertThat(wanted(paused, "resume").wanted()).isEqualTo(Wanted.RUNNING);
  }

  @Test
  void aSideThatNobodySeesTakesNothingAway() {
    LinkState unseen = asked("HOST_B", Wanted.RUNNING, Milestone.CONNECTED, null);

    assertThat(wanted(unseen, "pause").primary()).isEqualTo("HOST_B");
  }

  @Test
  void whereNobodyWasNamedNobodyIs() {
    LinkState usual = asked(null, Wanted.RUNNING, Milestone.CONNECTED, "HOST_A");

    assertThat(wanted(usual, "pause").primary()).isNull();
    assertThat(wanted(usual, "pause").wanted()).isEqualTo(Wanted.PAUSED);
  }

  private static PairOptions wanted(LinkState state, String action) {
    return new SessionChange(action, null, false).on(state, 7).link().options().pair();
  }

  /** A link of which one server has been seen to serve, or none. */
  private static LinkState asked(
      String primary, Wanted wanted, Milestone reached, String serves) {
    LinkSpec pair = Samples.pair();
    LinkOptions old = pair.options();
    LinkSpec link =
        new LinkSpec(
            pair.id(), pair.rollout(), pair.generation(), pair.source(), pair.database(),
            pair.target(), pair.names(),
            new LinkOptions(
                old.backupDirectory(), old.allowEndpointChange(), old.certificateLifetime(),
                new PairOptions(null, primary, wanted, true, null, null, null, null, null)));
    return new LinkState(
        link, Samples.AT, reached, Samples.AT, Map.of(), null, health(link, serves), Samples.AT,
        null, null);
  }

  private static LinkHealth health(LinkSpec link, String serves) {
    List<Side> sides =
        List.of(side("HOST_A", serves), side("HOST_B", serves));
    var reading =
        new ReplicaReading(
            "HOST_B", "CONNECTED", "SYNCHRONIZED", "HEALTHY", false, null, null, null, null, 0,
            null, null, null, null, null, new PairReading("FULL", null, sides));
    return new LinkHealth(link, reading, "HEALTHY", "OK", "", "", Samples.AT, Samples.AT);
  }

  /** What a mirror is only a sysadmin may see. */
  private static Side side(String label, String serves) {
    return label.equals(serves)
        ? new Side(label, "PRINCIPAL", "SYNCHRONIZED", "CONNECTED", null)
        : new Side(label, null, null, "CONNECTED", null);
  }
}
