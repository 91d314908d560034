package io.linkfleet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.benchmarks.Looks.Part;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LooksTest {
  private static final String LOCK = "EXEC @rc = sp_getapplock @Resource = N'linkfleet'";
  private static final String RELEASE = "EXEC sp_releaseapplock @Resource = N'linkfleet'";

  @Test
  void theOrderTellsWhatEachStatementWasFor() {
    Looks looks =
        Looks.of(
            new Sample()
                .query("S", 0, 5, "SELECT a")
                .query("S", 10, 5, "SELECT b")
                .query("S", 20, 6, LOCK)
                .query("S", 30, 5, "SELECT a")
                .change("S", 40, 200, "CREATE ENDPOINT")
                .query("S", 250, 8, RELEASE)
                .query("S", 260, 7, "SELECT a")
                .query("S", 300, 5, "SELECT c")
                .record());

    assertThat(looks.first()).isEqualTo(new Part(3, Duration.ofMillis(15)));
    assertThat(looks.lock()).isEqualTo(new Part(2, Duration.ofMillis(14)));
    assertThat(looks.again()).isEqualTo(new Part(1, Duration.ofMillis(5)));
    assertThat(looks.changes()).isEqualTo(new Part(1, Duration.ofMillis(200)));
    assertThat(looks.after()).isEqualTo(new Part(1, Duration.ofMillis(7)));
    assertThat(looks.all()).isEqualTo(new Part(8, Duration.ofMillis(241)));
  }
}
