package io.linkfleet.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.local.Layout;
import io.linkfleet.local.StackView;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Owns the benchmark {@code footprint}: the memory of the seven processes while the demo runs, and
 * how long a person waits for the first link. It runs the command as a person does.
 */
final class Footprint {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final long LIMIT_SECONDS = 300;
  private static final double TARGET_MB = 2048;
  private static final double TARGET_SECONDS = 30;

  private final Setting setting;
  private final StackView view;
  private final Map<String, Long> peaks = new LinkedHashMap<>();
  private final Map<String, Duration> ready = new LinkedHashMap<>();
  private long peakSum;
  private int samples;

  private Footprint(Setting setting) {
    this.setting = setting;
    this.view = new StackView(new Layout(setting.root(), setting.home()));
  }

  static void run(Setting setting) throws IOException, InterruptedException {
    Report.conditions("footprint");
    new Footprint(setting).demo();
  }

  private void demo() throws IOException, InterruptedException {
    Files.createDirectories(setting.home());
    Path output = setting.home().resolve("demo.out");
    Instant began = Instant.now();
    Process demo =
        setting.command(output, "demo", "--keep", "--port-offset", "" + setting.offset());
    try {
      while (demo.isAlive() && Duration.between(began, Instant.now()).toSeconds() < LIMIT_SECONDS) {
        sample(began);
        demo.waitFor(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      }
      if (demo.isAlive() || demo.exitValue() != 0) {
        throw new IllegalStateException("the demo failed:\n" + Files.readString(output));
      }
      sample(began);
      Report.loadNow("at the end");
      print(began, output);
    } finally {
      demo.destroy();
      demo.waitFor(30, TimeUnit.SECONDS);
      setting
          .command(setting.home().resolve("down.out"), "down")
          .waitFor(60, TimeUnit.SECONDS);
    }
  }

  private void sample(Instant began) {
    long sum = 0;
    for (StackView.State state : view.states()) {
      long mb = state.residentMb().orElse(0);
      sum += mb;
      peaks.merge(state.name(), mb, Math::max);
      if (state.ready()) {
        ready.putIfAbsent(state.name(), Duration.between(began, Instant.now()));
      }
    }
    peakSum = Math.max(peakSum, sum);
    samples++;
  }

  private void print(Instant began, Path output) throws IOException {
    List<String> lines = Files.readAllLines(output);
    Report.row("the demo's last line", lines.get(lines.size() - 1));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("process", "peak RSS", "ready after"));
    peaks.forEach(
        (name, mb) ->
            rows.add(
                List.of(
                    name,
                    mb + " MB",
                    Optional.ofNullable(ready.get(name)).map(Report::seconds).orElse("never"))));
    Report.table(rows);
    Report.row("samples of memory", Integer.toString(samples));
    Report.row("highest sum of a sample", peakSum + " MB");
    Report.ratio("highest sum / 2 GiB", peakSum / TARGET_MB, 1.0);
    Duration first = Duration.between(began, firstConnected());
    Report.row("from the command to the first connected link", first);
    Report.ratio("of 30 s", first.toMillis() / 1000.0 / TARGET_SECONDS, 1.0);
  }

  private Instant firstConnected() {
    URI links = view.address("monitor-service").orElseThrow().resolve("/links?limit=1000");
    Instant first = null;
    for (JsonNode link : Http.get(links).path("links")) {
      Instant at = Instant.parse(link.path("connectedAt").asText());
      first = first == null ? at : Span.earlier(first, at);
    }
    return Optional.ofNullable(first).orElseThrow();
  }
}
