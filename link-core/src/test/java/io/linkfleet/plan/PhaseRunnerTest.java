package io.linkfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.LinkEvent.LinkRequested;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Unreadable records while the dead-letter topic cannot be written. */
class PhaseRunnerTest {
  private final PhaseRunner runner =
      new PhaseRunner(null, null, new Settings(), Clock.systemUTC(), new SimpleMeterRegistry());

  @AfterEach
  void stop() {
    runner.stop(null);
  }

  /** Completes once the record is aside. */
  private CompletableFuture<Void> refuse(CompletableFuture<Void> aside) {
    Message<byte[]> poison =
        Message.of(
            "[]".getBytes(StandardCharsets.UTF_8),
            () -> CompletableFuture.failedFuture(new AssertionError("acknowledged")),
            why -> aside);
    return runner.accept(new Nothing(), poison).toCompletableFuture();
  }

  @Test
  void anUnreadableRecordHoldsUpNobodyUntilItIsAside() {
    assertThat(refuse(new CompletableFuture<>())).isCompleted();
  }

  @Test
  void manyOfThemWaitSoThatTheyAreBounded() {
    CompletableFuture<Void> aside = new CompletableFuture<>();
    assertThat(IntStream.range(0, 10).mapToObj(i -> refuse(aside)))
        .allMatch(CompletableFuture::isDone);
    CompletableFuture<Void> next = refuse(aside);
    assertThat(next).isNotDone();

    aside.complete(null);

    assertThat(next).isCompleted();
    assertThat(refuse(new CompletableFuture<>())).as("there is room again").isCompleted();
  }

  /** No record gets as far as a phase. */
  private static final class Nothing implements Phases<LinkRequested> {
    @Override
    public String name() {
      return "nothing";
    }

    @Override
    public Class<LinkRequested> input() {
      return LinkRequested.class;
    }

    @Override
    public Phase<LinkRequested, ?, ?> of(LinkRequested event) {
      throw new AssertionError("it was read");
    }
  }

  private static final class Settings implements RunnerConfig {
    @Override
    public int lanes() {
      return 1;
    }

    @Override
    public int together() {
      return 1;
    }

    @Override
    public int queued() {
      return 1;
    }

    @Override
    public Duration tick() {
      return Duration.ofMinutes(1);
    }

    @Override
    public Duration stopWithin() {
      return Duration.ZERO;
    }
  }
}
