package io.linkfleet.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The topics table of the README is the one that the topics are made from. */
class TopicsReadmeTest {
  private static final Pattern ROW = Pattern.compile("^\\| `([a-z-]+)` \\| ([a-z]+) \\| (.+) \\|$");

  @Test
  void theReadmeListsEveryTopicAsItIsMade() throws IOException {
    List<String> documented =
        Files.readAllLines(Path.of("../README.md")).stream()
            .map(ROW::matcher)
            .filter(java.util.regex.Matcher::matches)
            .map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3))
            .toList();
    List<String> made =
        Topics.ALL.stream()
            .map(t -> t.name() + " " + t.keeping().name().toLowerCase(Locale.ROOT) + " " + t.says())
            .toList();
    assertThat(documented).isEqualTo(made);
  }
}
