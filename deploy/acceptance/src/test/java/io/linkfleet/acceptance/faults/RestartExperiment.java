package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * How soon a killed service works again, and the control: without its stable identity in the
 * consumer group it waits until the group has given up its former life.
 */
@ExtendWith(SharedStack.class)
class RestartExperiment {
  private static final Duration ALLOWED = Duration.ofSeconds(15);
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String SERVICE = "endpoint-service";

  /** Consumers that nobody has missed yet: the default of the Kafka client. */
  private static final Duration SESSION = Duration.ofSeconds(45);

  @Test
  void aKilledServiceWorksWithinFifteenSecondsOfItsRestart(Stack stack) {
    Run run = Run.begin("restart", stack, 2);
    Instant started = killWithWorkAhead(stack, run, Map.of());

    Duration took = Duration.between(started, firstAction(stack, run, started));

    System.out.println("first action of " + SERVICE + " after its restart: " + took);
    assertThat(took).isLessThan(ALLOWED);
    run.judge();
  }

  @Test
  @Tag("long")
  void withoutAStableIdentityItTakesTheWholeSession(Stack stack) {
    Run run = Run.begin("restart-control", stack, 2);
    Instant started = killWithWorkAhead(stack, run, Map.of("LINKFLEET_INSTANCE", "another"));

    Duration took = Duration.between(started, firstAction(stack, run, started));

    System.out.println("the same as another instance: " + took);
    assertThat(took).isGreaterThan(SESSION.minus(ALLOWED));
    // so that the next life finds no other one's seat
    stack.processes().restart(SERVICE);
    run.judge();
  }

  /** Kills the service while links come to it, and starts it again. */
  private static Instant killWithWorkAhead(Stack stack, Run run, Map<String, String> more) {
    stack.processes().kill(SERVICE);
    run.rollout(2);
    await("work for " + SERVICE)
        .atMost(LIMIT)
        .until(
            () ->
                run.said().stream()
                        .filter(said -> said.topic().equals("cert-created"))
                        .map(Bus.Said::key)
                        .distinct()
                        .count()
                    == run.links().size());
    return stack.processes().start(SERVICE, more);
  }

  private static Instant firstAction(Stack stack, Run run, Instant since) {
    List<String> servers = run.servers().stream().map(Server::name).toList();
    await("the first statement of " + SERVICE)
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> run.effects().stream().anyMatch(effect -> isIts(effect, servers, since)));
    return run.effects().stream()
        .filter(effect -> isIts(effect, servers, since))
        .map(Effect::at)
        .min(Instant::compareTo)
        .orElseThrow();
  }

  private static boolean isIts(Effect effect, List<String> servers, Instant since) {
    return servers.contains(effect.where())
        && effect.text().contains("e.is_encryption_enabled")
        && effect.at().isAfter(since);
  }
}
