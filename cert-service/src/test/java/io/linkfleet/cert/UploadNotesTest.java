package io.linkfleet.cert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linkfleet.azure.AzureFailure;
import io.linkfleet.testing.Bus;
import io.linkfleet.testing.KafkaResource;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one instance of the service notes, another one sees, on a real broker. */
class UploadNotesTest {
  private static final Instant SINCE = Instant.parse("2030-01-02T03:04:05.678Z");
  private static final UploadNote INTENDED = new UploadNote(SINCE, "00FF", "");
  private static final UploadNote BEGUN =
      new UploadNote(SINCE, "00FF", "https://manager.example/operations/1");

  private static KafkaResource kafka;
  private static Bus bus;
  private final List<UploadNotes> opened = new ArrayList<>();
  private UploadNotes one;
  private UploadNotes other;

  @BeforeAll
  static void startTheBroker() {
    kafka = new KafkaResource();
    kafka.start();
    bus = new Bus(kafka.bootstrapServers());
  }

  @AfterAll
  static void stopTheBroker() {
    bus.close();
    kafka.stop();
  }

  @BeforeEach
  void startTwoInstances() {
    one = instance();
    other = instance();
  }

  @AfterEach
  void stopTheInstances() {
    opened.forEach(UploadNotes::close);
  }

  private UploadNotes instance() {
    UploadNotes notes =
        new UploadNotes(
            Map.of("bootstrap.servers", kafka.bootstrapServers(), "group.id", "cert-service"),
            (key, value) -> bus.send("cert-uploads", key, value),
            Duration.ofSeconds(30));
    opened.add(notes);
    return notes;
  }

  private static String place(String server) {
    return UploadNotes.place(server + ":1433", "6f1c2f0e", "MI-West");
  }

  @Test
  void whatOneNotesTheOtherSeesAtOnce() {
    String place = place("seen");
    assertThat(other.about(place)).isEmpty();
    one.write(place, INTENDED);
    assertThat(other.about(place)).contains(INTENDED);
    one.write(place, BEGUN);
    assertThat(other.about(place)).contains(BEGUN);
    assertThat(one.about(place)).contains(BEGUN);
  }

  @Test
  void aProcessThatStartsSeesTheLastWord() {
    String place = place("started");
    one.write(place, INTENDED);
    one.write(place, BEGUN);
    assertThat(instance().about(place)).contains(BEGUN);
  }

  @Test
  void whoeverSeesItEndEndsItForAll() {
    String place = place("ended");
    one.write(place, INTENDED);
    assertThat(other.about(place)).isPresent();
    assertThat(one.lastEnd(place)).isEqualTo(Long.MIN_VALUE);
    long before = System.nanoTime();
    other.end(place, BEGUN);
    assertThat(one.about(place)).isEmpty();
    assertThat(one.lastEnd(place) - before).isPositive();
    assertThat(instance().about(place)).isEmpty();
  }

  @Test
  void whatIsSaidLateAboutOneUploadDoesNotTouchAnother() {
    String place = place("late");
    UploadNote second = new UploadNote(SINCE.plusSeconds(200), "00FF", "");
    one.write(place, INTENDED);
    assertThat(other.about(place)).isPresent();
    other.end(place, INTENDED);
    other.write(place, second);
    one.write(place, BEGUN);
    assertThat(other.about(place)).contains(second);
    one.end(place, BEGUN);
    assertThat(other.about(place)).contains(second);
  }

  @Test
  void whatSaysLessThanIsKnownChangesNothing() {
    String place = place("less");
    one.write(place, BEGUN);
    one.write(place, INTENDED);
    assertThat(other.about(place)).contains(BEGUN);
  }

  @Test
  void placesAreApartAndCaseIsNot() {
    one.write(place("SQL1"), INTENDED);
    assertThat(other.about(place("sql1"))).contains(INTENDED);
    assertThat(other.about(place("sql10"))).isEmpty();
    assertThat(other.about(UploadNotes.place("sql1:1433", "6f1c2f0e", "mi-west2"))).isEmpty();
  }

  @Test
  void aRecordThatIsNoNoteIsNobodys() {
    String place = place("poison");
    bus.send("cert-uploads", "", null);
    bus.send("cert-uploads", place + "/x", "{]".getBytes(StandardCharsets.UTF_8));
    assertThat(other.about(place)).isEmpty();
  }

  @Test
  void manyWhoAskAtTheSameTimeAllSeeIt() throws Exception {
    String place = place("many");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 20; round++) {
        UploadNote note = new UploadNote(SINCE.plusSeconds(round), "00FF", "");
        one.write(place, note);
        Callable<Optional<UploadNote>> asks = () -> other.about(place);
        for (Future<Optional<UploadNote>> answer :
            threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> asks).toList())) {
          assertThat(answer.get()).contains(note);
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aBrokerThatIsAwayIsToBeAskedAgain() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0)) {
      nobody = socket.getLocalPort();
    }
    UploadNotes notes =
        new UploadNotes(
            Map.of("bootstrap.servers", "localhost:" + nobody),
            (key, value) -> {},
            Duration.ofMillis(300));
    opened.add(notes);
    assertThatThrownBy(() -> notes.about(place("away")))
        .isInstanceOfSatisfying(
            AzureFailure.class,
            e -> assertThat(e.kind()).isEqualTo(AzureFailure.Kind.TRANSIENT));
  }
}
