package io.linkfleet.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The allowance: obeyed, used up to the last token, and shared out in the order of asking. */
class TokenBucketTest {
  private long now = -5_000_000_000L;
  private final TokenBucket bucket = new TokenBucket(() -> now, 5, 10);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  /** Takes what is there, each request being answered at once. */
  private void drain() {
    for (int i = 0; i < 5; i++) {
      assertThat(bucket.take("first " + i)).isZero();
      bucket.answered();
    }
  }

  private static void assertAbout(Duration actual, long millis) {
    assertThat(actual.toNanos()).isCloseTo(millis * 1_000_000, Percentage.withPercentage(0.1));
  }

  @Test
  void aFullBucketServesAtOnceAndNoMoreThanItHolds() {
    drain();
    assertAbout(bucket.take("next"), 100);
  }

  @Test
  void anIdleBucketNeverHoldsMoreThanItsSize() {
    pass(Duration.ofHours(1));
    drain();
    assertThat(bucket.take("next")).isPositive();
  }

  @Test
  void requestsUnderWayCountUntilTheyAreAnswered() {
    for (int i = 0; i < 5; i++) {
      assertThat(bucket.take("under way " + i)).isZero();
    }
    pass(Duration.ofHours(1));
    assertThat(bucket.take("next")).as("all five may still arrive").isPositive();
    bucket.answered();
    pass(Duration.ofHours(1));
    assertThat(bucket.take("next")).isZero();
    assertThat(bucket.take("one more")).isPositive();
  }

  @Test
  void thoseWhoWaitAreServedOneAfterTheOther() {
    drain();
    for (int i = 0; i < 30; i++) {
      assertAbout(bucket.take("waiting " + i), 100L * (i + 1));
    }
  }

  @Test
  void whoComesBackForHisTokenIsNotOvertakenByOneWhoCameLater() {
    drain();
    for (int i = 0; i < 4; i++) {
      bucket.take("before " + i);
    }
    Duration mine = bucket.take("me");
    pass(mine);
    assertThat(bucket.take("newcomer")).isPositive();
    assertThat(bucket.take("me")).isZero();
  }

  @Test
  void whoComesBackTooEarlyKeepsHisPlace() {
    drain();
    bucket.take("me");
    bucket.take("me");
    assertAbout(bucket.take("me"), 100);
    assertAbout(bucket.take("other"), 200);
  }

  @Test
  void aTokenThatIsNotFetchedGoesBack() {
    var slow = new TokenBucket(() -> now, 1, 0.001);
    assertThat(slow.take("first")).isZero();
    slow.answered();
    Duration missed = slow.take("never comes back");
    pass(missed.plusSeconds(50));
    assertThat(slow.take("other")).as("it may still come").isPositive();
    pass(Duration.ofSeconds(11));
    assertThat(slow.take("other")).isZero();
  }

  @Test
  void nobodyAsksBeforeRetryAfterAndThenNotAllAtOnce() {
    bucket.close(Duration.ofSeconds(30));
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waits.add(bucket.take("link " + i));
    }
    assertThat(waits).allSatisfy(w -> assertThat(w).isGreaterThan(Duration.ofSeconds(30)));
    assertThat(waits).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void tokensThatWereLeftAreNotUsedWhileTheBucketIsClosed() {
    bucket.close(Duration.ofSeconds(3));
    pass(Duration.ofMillis(2999));
    assertThat(bucket.take("early")).isPositive();
  }

  @Test
  void aPlaceFromBeforeTheBucketWasClosedIsNotHonouredEarlier() {
    drain();
    bucket.take("me");
    bucket.close(Duration.ofSeconds(7));
    pass(Duration.ofMillis(100));
    assertThat(bucket.take("me")).isGreaterThan(Duration.ofMillis(6900));
  }

  @Test
  void aShorterRetryAfterDoesNotOpenTheBucketSooner() {
    bucket.close(Duration.ofSeconds(30));
    bucket.close(Duration.ofSeconds(1));
    assertThat(bucket.take("x")).isGreaterThan(Duration.ofSeconds(30));
  }

  @Test
  void anAbsurdRetryAfterIsBounded() {
    bucket.close(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(bucket.take("x")).isBetween(Duration.ofHours(24), Duration.ofHours(25));
  }

  @Test
  void theBucketFillsAgainAfterItWasClosed() {
    bucket.take("under way");
    bucket.take("under way as well");
    bucket.close(Duration.ofSeconds(1));
    bucket.answered();
    bucket.answered();
    pass(Duration.ofMinutes(1));
    drain();
    assertThat(bucket.take("next")).isPositive();
  }

  @Test
  void aBucketWithoutTokensIsRefused() {
    assertThatThrownBy(() -> new TokenBucket(() -> 0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TokenBucket(() -> 0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private record Event(String who, long at, boolean arrives) {}

  private static long millis(Random random, long most) {
    return 1_000_000L * random.nextLong(most);
  }

  /**
   * 1000 links ask at once; each comes back when it was told to, up to 150 ms late, and its request
   * is on its way for up to the given time.
   */
  @ParameterizedTest
  @ValueSource(longs = {5, 700, 4000})
  void aStormUsesTheAllowanceWholeAndNeverMore(long slowestMillis) {
    int callers = 1000;
    var storm = new TokenBucket(() -> now, 195, 9.95);
    var azure = new TokenBucket(() -> now, 200, 10);
    PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::at));
    var random = new Random(7);
    for (int i = 0; i < callers; i++) {
      events.add(new Event("PUT " + i, now, false));
    }
    long began = now;
    long last = now;
    int asked = 0;
    int refused = 0;
    while (!events.isEmpty()) {
      Event event = events.remove();
      now = event.at();
      if (event.arrives()) {
        refused += azure.take(event.who()).isZero() ? 0 : 1;
        azure.answered();
        storm.answered();
        last = now;
        continue;
      }
      asked++;
      Duration wait = storm.take(event.who());
      events.add(
          wait.isZero()
              ? new Event(event.who(), now + millis(random, slowestMillis), true)
              : new Event(event.who(), now + wait.toNanos() + millis(random, 150), false));
    }
    double seconds = (last - began) / 1e9 - slowestMillis / 1e3;
    double ideal = (callers - 200) / 10.0;
    assertThat(refused).as("429 from Azure's own bucket").isZero();
    assertThat(ideal / seconds).as("share of the allowed rate").isGreaterThan(0.95);
    assertThat(asked).as("each asks once, and once more at his turn").isLessThan(2 * callers + 500);
  }
}
