package io.linkfleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);

  @Test
  void elsewhereThanOnATerminalThereIsALineForEveryChangeAndNoMore() {
    Progress progress = new Progress(new Terminal(out, false, 0, 0));

    progress.show(List.of(link("a", "REQUESTED", "RUNNING")), Duration.ofSeconds(1));
    progress.show(List.of(link("a", "REQUESTED", "RUNNING")), Duration.ofSeconds(2));
    progress.show(List.of(link("a", "CONNECTED", "CONNECTED")), Duration.ofSeconds(3));

    assertThat(text().lines()).hasSize(2);
    assertThat(text()).contains("3.0 s  CONNECTED").doesNotContain("\u001b");
  }

  @Test
  void onATerminalTheBlockIsDrawnAgainInPlace() {
    Progress progress = new Progress(new Terminal(out, true, 24, 80));

    progress.show(List.of(link("a", "REQUESTED", "RUNNING")), Duration.ofSeconds(1));
    progress.show(List.of(link("a", "CONNECTED", "CONNECTED")), Duration.ofSeconds(3));

    assertThat(text()).contains("0 of 1 connected").contains("1 of 1 connected, 3.0 s");
    assertThat(text()).contains("\u001b[2A");
  }

  @Test
  void aFleetWithMoreLinksThanTheTerminalHasLinesIsCounted() {
    Progress progress = new Progress(new Terminal(out, true, 12, 80));
    List<LinkRow> many =
        IntStream.range(0, 200).mapToObj(i -> link("l" + i, "REQUESTED", "RUNNING")).toList();

    progress.show(many, Duration.ofSeconds(1));

    assertThat(text()).contains("200  REQUESTED");
    assertThat(text().lines()).hasSizeLessThan(12);
  }

  private String text() {
    return written.toString(StandardCharsets.UTF_8);
  }

  private static LinkRow link(String id, String phase, String status) {
    return new LinkRow(id, 1, "SQL01", "Sales", "mi-west", phase, status, "", "", "", "");
  }
}
