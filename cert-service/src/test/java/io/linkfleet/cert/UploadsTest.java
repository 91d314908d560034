package io.linkfleet.cert;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.cert.CertState.Upload;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long an upload has been under way, by whatever clock it was noted. */
class UploadsTest {
  private static final String PLACE = UploadNotes.place("sql01", "subscription", "mi-west");

  private final UploadNotes notes = new Phases.Kept();
  private final Uploads uploads = new Uploads(notes);

  @Test
  void anUploadIsUnderWaySinceItWasNoted() {
    notes.write(PLACE, noted(States.NOW));

    assertThat(look(States.NOW.plusSeconds(60)).since()).isEqualTo(States.NOW);
  }

  @Test
  void anUploadThatWasNotedByAClockTwoDaysAheadIsUnderWaySinceItWasSeen() {
    notes.write(PLACE, noted(States.NOW.plus(Duration.ofDays(2))));

    assertThat(look(States.NOW).since()).isEqualTo(States.NOW);
    assertThat(look(States.NOW.plusSeconds(60)).since()).isEqualTo(States.NOW);
  }

  private static UploadNote noted(Instant at) {
    return new UploadNote(at, "00FF", "");
  }

  private Upload look(Instant now) {
    return uploads.look(null, null, PLACE, List.of(), null, States.RULES, now).orElseThrow();
  }
}
