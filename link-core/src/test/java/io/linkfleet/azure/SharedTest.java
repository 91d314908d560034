package io.linkfleet.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** One read for all who ask within a moment. */
class SharedTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  private final Shared<String, Integer> shared = new Shared<>();
  private final AtomicInteger fetched = new AtomicInteger();

  private int ask(Duration fresh) {
    return shared.get("mi", fresh, fetched::incrementAndGet);
  }

  @Test
  void whatIsFreshIsNotFetchedAgain() {
    assertThat(ask(LONG)).isEqualTo(1);
    assertThat(ask(LONG)).isEqualTo(1);
    assertThat(ask(Duration.ZERO)).isEqualTo(2);
  }

  @Test
  void whatWasAskedForBeforeSomethingHappenedDoesNotServe() {
    ask(LONG);
    long happened = System.nanoTime();
    assertThat(shared.get("mi", LONG, happened, fetched::incrementAndGet)).isEqualTo(2);
    assertThat(shared.get("mi", LONG, happened, fetched::incrementAndGet)).isEqualTo(2);
  }

  @Test
  void whatIsForgottenIsFetchedAgain() {
    ask(LONG);
    shared.forget("mi");
    assertThat(ask(LONG)).isEqualTo(2);
  }

  @Test
  void whoAsksWhileAnotherFetchesWaitsForThatAnswer() throws Exception {
    CountDownLatch fetching = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    var first =
        CompletableFuture.supplyAsync(
            () ->
                shared.get(
                    "mi",
                    LONG,
                    () -> {
                      fetching.countDown();
                      await(answer);
                      return fetched.incrementAndGet();
                    }));
    await(fetching);
    CompletableFuture<Integer> second = new CompletableFuture<>();
    Thread asking = new Thread(() -> second.complete(ask(Duration.ZERO)));
    asking.start();
    Awaitility.await().until(() -> asking.getState() == Thread.State.WAITING);
    answer.countDown();
    assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(1);
  }

  @Test
  void whatWasBeingFetchedWhenItWasForgottenServesNobodyLater() throws Exception {
    CountDownLatch fetching = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    var stale =
        CompletableFuture.supplyAsync(
            () ->
                shared.get(
                    "mi",
                    LONG,
                    () -> {
                      fetching.countDown();
                      await(answer);
                      return -1;
                    }));
    await(fetching);
    shared.forget("mi");
    assertThat(ask(LONG)).isEqualTo(1);
    answer.countDown();
    assertThat(stale.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
    assertThat(ask(LONG)).isEqualTo(1);
  }

  @Test
  void aFailureIsSharedAndNotKept() {
    assertThatThrownBy(
            () ->
                shared.get(
                    "mi",
                    LONG,
                    () -> {
                      throw new IllegalStateException("down");
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("down");
    assertThat(ask(LONG)).isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
