package io.linkfleet.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linkfleet.azure.TokenBucket.Turn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.junit.jupiter.api.Test;

/** The allowance: obeyed, used up to the last token, and shared out in the order of asking. */
class TokenBucketTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private long now = -5_000_000_000L;
  private final TokenBucket bucket = new TokenBucket(() -> now, 5, 10);

  private void pass(Duration time) {
    now += time.toNanos();
  }

  private Turn take(String who) {
    return bucket.take(who, PATIENCE);
  }

  private void drain() {
    for (int i = 0; i < 5; i++) {
      assertThat(take("first " + i).in()).isZero();
    }
  }

  @Test
  void aFullBucketServesAtOnceAndNoMoreThanItHolds() {
    drain();
    assertThat(take("next").in()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void anIdleBucketNeverHoldsMoreThanItsSize() {
    pass(Duration.ofHours(1));
    drain();
    assertThat(take("next").in()).isPositive();
  }

  @Test
  void thoseWhoWaitAreServedOneAfterTheOther() {
    drain();
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      waits.add(take("waiting " + i).in());
    }
    for (int i = 0; i < 30; i++) {
      assertThat(waits.get(i)).isEqualTo(Duration.ofMillis(100L * (i + 1)));
    }
  }

  @Test
  void aWaitBeyondThePatienceIsToldAndNotGranted() {
    drain();
    for (int i = 0; i < 20; i++) {
      assertThat(take("patient " + i).granted()).isTrue();
    }
    Turn late = take("late");
    assertThat(late.granted()).isFalse();
    assertThat(late.in()).isEqualTo(Duration.ofMillis(2100));
  }

  @Test
  void whoComesBackAtHisTurnIsNotOvertakenByOneWhoCameLater() {
    drain();
    for (int i = 0; i < 20; i++) {
      take("patient " + i);
    }
    Turn mine = take("me");
    pass(mine.in());
    Turn newcomer = take("newcomer");
    Turn again = take("me");
    assertThat(again.granted()).isTrue();
    assertThat(again.in()).isZero();
    assertThat(newcomer.in()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void whoComesBackTooEarlyKeepsHisTurn() {
    drain();
    bucket.take("me", Duration.ZERO);
    bucket.take("me", Duration.ZERO);
    bucket.take("me", Duration.ZERO);
    assertThat(bucket.take("other", Duration.ZERO).in()).isEqualTo(Duration.ofMillis(200));
  }

  @Test
  void aTurnThatIsMissedGoesBackIntoTheBucket() {
    var slow = new TokenBucket(() -> now, 1, 0.001);
    slow.take("first", Duration.ZERO);
    Turn missed = slow.take("never comes back", Duration.ZERO);
    pass(missed.in().plusSeconds(61));
    assertThat(slow.take("other", Duration.ZERO).granted()).isTrue();
  }

  @Test
  void nobodyAsksBeforeRetryAfterAndThenNotAllAtOnce() {
    bucket.close(Duration.ofSeconds(30));
    List<Duration> waits = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waits.add(take("link " + i).in());
    }
    assertThat(waits).allSatisfy(w -> assertThat(w).isGreaterThan(Duration.ofSeconds(30)));
    assertThat(waits).doesNotHaveDuplicates().isSorted();
  }

  @Test
  void aTurnGrantedBeforeTheBucketWasClosedNoLongerCounts() {
    drain();
    Turn sleeping = take("sleeping");
    assertThat(bucket.holds(sleeping)).isTrue();
    bucket.close(Duration.ofSeconds(7));
    assertThat(bucket.holds(sleeping)).isFalse();
    assertThat(take("sleeping").in()).isGreaterThan(Duration.ofSeconds(7));
  }

  @Test
  void aTurnPromisedBeforeTheBucketWasClosedIsNotHonouredEarlier() {
    drain();
    bucket.take("me", Duration.ZERO);
    bucket.close(Duration.ofSeconds(7));
    pass(Duration.ofMillis(100));
    assertThat(take("me").in()).isGreaterThan(Duration.ofMillis(6900));
  }

  @Test
  void aShorterRetryAfterDoesNotOpenTheBucketSooner() {
    bucket.close(Duration.ofSeconds(30));
    bucket.close(Duration.ofSeconds(1));
    assertThat(take("x").in()).isGreaterThan(Duration.ofSeconds(30));
  }

  @Test
  void anAbsurdRetryAfterIsBounded() {
    bucket.close(Duration.ofSeconds(Long.MAX_VALUE));
    assertThat(take("x").in()).isBetween(Duration.ofHours(24), Duration.ofHours(25));
  }

  @Test
  void aBucketWithoutTokensIsRefused() {
    assertThatThrownBy(() -> new TokenBucket(() -> 0, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TokenBucket(() -> 0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private record Caller(String who, long at, int tries) {}

  /** 1000 links ask at once; each comes back when it was told to, up to 150 ms late. */
  @Test
  void aStormUsesTheAllowanceWholeAndNeverMore() {
    int callers = 1000;
    var storm = new TokenBucket(() -> now, 190, 9.9);
    var azure = new TokenBucket(() -> now, 200, 10);
    PriorityQueue<Caller> queue = new PriorityQueue<>(Comparator.comparingLong(Caller::at));
    for (int i = 0; i < callers; i++) {
      queue.add(new Caller("PUT " + i, now, 0));
    }
    long began = now;
    List<Long> sent = new ArrayList<>();
    int looks = 0;
    while (!queue.isEmpty()) {
      Caller caller = queue.remove();
      now = caller.at();
      looks++;
      Turn turn = storm.take(caller.who(), PATIENCE);
      long late = (caller.who().hashCode() & 0x7f) * 1_180_000L;
      if (turn.granted()) {
        sent.add(now + turn.in().toNanos());
      } else {
        queue.add(new Caller(caller.who(), now + turn.in().toNanos() + late, caller.tries() + 1));
      }
    }
    sent.sort(Comparator.naturalOrder());
    long refused = 0;
    for (long at : sent) {
      now = at;
      refused += azure.take("real", Duration.ZERO).granted() ? 0 : 1;
    }
    double seconds = (sent.get(callers - 1) - began) / 1e9;
    double ideal = (callers - 200) / 10.0;
    assertThat(refused).as("429 from Azure's own bucket").isZero();
    assertThat(ideal / seconds).as("share of the allowed rate").isGreaterThan(0.95);
    assertThat(looks).as("each comes once, and once more for his turn").isLessThan(2 * callers);
  }
}
