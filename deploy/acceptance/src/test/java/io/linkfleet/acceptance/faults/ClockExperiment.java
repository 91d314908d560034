package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clocks that step by minutes and days, forward and backward, each process its own. */
@ExtendWith(SharedStack.class)
class ClockExperiment {
  private static final List<String> STEPS = List.of("PT7M", "-PT7M", "P2D", "-P2D", "PT0S");

  static IntStream seeds() {
    return IntStream.range(0, SharedStack.seeds(1));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void everyProcessInAnotherTime(int seed, Stack stack) {
    Random random = new Random(seed);
    Run run = Run.begin("clock-" + seed, stack, Math.max(2, SharedStack.links(8) / 4));
    try {
      run.rollout(2);
      for (int i = 0; i < Processes.SERVICES.size(); i++) {
        String service = Processes.SERVICES.get(i);
        String step = STEPS.get((random.nextInt(STEPS.size()) + i) % STEPS.size());
        stack.processes().kill(service);
        stack.processes().start(service, Map.of("LINKFLEET_CLOCK_OFFSET", step));
      }
      Processes.SERVICES.forEach(stack.processes()::awaitReady);
      run.rollout(4);
      run.judge();
      assertThat(run.said())
          .as("a clock did step")
          .anyMatch(
              said ->
                  said.headers().containsKey("ce_time")
                      && Duration.between(
                                  said.at(),
                                  java.time.OffsetDateTime.parse(said.headers().get("ce_time"))
                                      .toInstant())
                              .abs()
                              .toMinutes()
                          >= 5);
    } finally {
      Processes.SERVICES.forEach(stack.processes()::restart);
      await().atMost(Duration.ofMinutes(2)).until(() -> allReady(stack));
    }
  }

  private static boolean allReady(Stack stack) {
    return Processes.SERVICES.stream().allMatch(stack.processes()::isReady);
  }
}
