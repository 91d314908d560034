package io.linkfleet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpanTest {
  private static Span span(long from, long to) {
    return new Span(Sample.at(from), Sample.at(to));
  }

  @Test
  void stretchesThatOverlapOrTouchBecomeOne() {
    assertThat(Span.union(List.of(span(30, 40), span(0, 10), span(5, 20), span(20, 25))))
        .containsExactly(span(0, 25), span(30, 40));
  }

  @Test
  void oneInsideAnotherAddsNothing() {
    assertThat(Span.union(List.of(span(0, 10), span(2, 3)))).containsExactly(span(0, 10));
  }

  @Test
  void coveredCountsNoMomentTwiceAndNothingOutside() {
    assertThat(span(10, 50).covered(List.of(span(0, 20), span(15, 30), span(45, 90))))
        .isEqualTo(Duration.ofMillis(25));
  }

  @Test
  void endsBeforeItBeginsIsRefused() {
    assertThatThrownBy(() -> span(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
