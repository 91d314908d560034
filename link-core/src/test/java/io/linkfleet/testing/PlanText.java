package io.linkfleet.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Step;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Plans as text that a DBA can review, compared with the golden files under {@code
 * src/test/resources/plans}.
 *
 * <p>Run the tests with {@code -Dgolden.write=true} to write the files anew, then review the
 * difference.
 */
public final class PlanText {
  private PlanText() {}

  /** Sentences as comments, statements as they are, each ended by GO. */
  public static String of(Plan plan) {
    StringBuilder text = new StringBuilder();
    if (plan instanceof Plan.Steps steps) {
      if (steps.steps().isEmpty()) {
        text.append("-- converged: nothing to do\n");
      }
      for (Step step : steps.steps()) {
        text.append("-- ").append(step.sentence()).append('\n');
        text.append(step.action().shown()).append("\nGO\n\n");
      }
    } else if (plan instanceof Plan.Waiting waiting) {
      text.append("-- waiting, ").append(waiting.reason()).append('\n');
      text.append("-- ").append(waiting.sentence()).append('\n');
      text.append("-- looks again after ").append(waiting.lookAgain()).append('\n');
    } else if (plan instanceof Plan.Blocked blocked) {
      text.append("-- blocked, ").append(blocked.reason()).append('\n');
      text.append("-- ").append(blocked.sentence()).append('\n');
      text.append("-- next: ").append(blocked.nextAction().replace("\n", "\n-- ")).append('\n');
    }
    return text.toString().stripTrailing() + "\n";
  }

  /** Asserts that the plan is the one in the golden file of that name (without .sql). */
  public static void assertGolden(String name, Plan plan) {
    Path file = Path.of("src/test/resources/plans", name + ".sql");
    String actual = of(plan);
    try {
      if (Boolean.getBoolean("golden.write")) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, actual);
      }
      assertThat(file).as("golden plan").exists();
      assertThat(actual).as("plan %s", name).isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
