package io.linkfleet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private final List<Effect> statements =
      new Sample()
          .query("SQL01", 100, 50, "SELECT 1")
          .change("SQL01", 200, 300, "CREATE MASTER KEY")
          .query("SQL01", 450, 100, "SELECT 2") // 50 of it beside the change
          .change("SQL01", 600, 400, "CREATE AVAILABILITY GROUP [AG_S]")
          .record();
  private final List<Effect> azure = new Sample().linked(Sample.SALES, 1100, 2000, 300).record();
  private final Span rollout = new Span(Sample.at(0), Sample.at(3600));

  private Timeline timeline(long created, long connected) {
    return Timeline.of(
        rollout,
        statements,
        azure.get(0),
        azure.get(1),
        new Timeline.Told(Sample.at(created), Sample.at(connected)));
  }

  @Test
  void everyMomentIsInOnePart() {
    assertThat(timeline(3200, 3500).parts())
        .extracting(part -> part.took().toMillis())
        .containsExactly(200L, 700L, 50L, 50L, 100L, 2000L, 100L, 300L, 100L);
  }

  @Test
  void thePartsAddUpToTheMakespan() {
    assertThat(timeline(3200, 3500).total()).isEqualTo(rollout.length());
    // told out of order, as clocks of different processes may
    assertThat(timeline(3000, 2900).total()).isEqualTo(rollout.length());
  }

  @Test
  void phasesAreMeasuredFromEventToEvent() {
    Work work = new Work(List.of(Sample.SALES), new Sample()
        .change("SQL01", 600, 400, "CREATE AVAILABILITY GROUP [AG_S]")
        .linked(Sample.SALES, 1100, 2000, 300)
        .record());
    var events =
        Map.of(
            Sample.SALES.id(),
            Map.of(
                "cert-created", Sample.at(300),
                "endpoint-ready", Sample.at(350),
                "dag-created", Sample.at(1050),
                "link-created", Sample.at(3200)));

    List<PhaseTimes> rows = PhaseTimes.of(work, Sample.at(0), events);

    assertThat(rows).extracting(PhaseTimes::phase).isEqualTo(PhaseTimes.WAY);
    assertThat(rows)
        .extracting(row -> row.mean().toMillis())
        .containsExactly(300L, 50L, 700L, 2150L, 0L);
    assertThat(rows.get(2).work()).isEqualTo(Duration.ofMillis(400));
    assertThat(rows.get(3).work()).isEqualTo(Duration.ofSeconds(2));
  }
}
