package io.linkfleet.acceptance.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A run without any fault; where the list of expected changes comes from. */
@ExtendWith(SharedStack.class)
class CalmExperiment {
  @Test
  void askingAgainWithoutFaultsChangesNothing(Stack stack) throws IOException {
    Run first = Run.begin("calm-again", stack, 5);
    first.rollout(4);
    first.awaitEnd();
    if (Boolean.getBoolean("expected.write")) {
      write(first.evidence());
    }
    first.judge();

    first.rollout(4);

    first.judge();
  }

  /** Adds to the list; what it must no longer hold is taken out by hand. */
  private static void write(Evidence evidence) throws IOException {
    Shapes shapes = new Shapes(evidence.known());
    Set<String> all = new TreeSet<>(Shapes.expected());
    evidence.effects().stream().filter(Effect::isChange).map(shapes::of).forEach(all::add);
    Path file =
        Path.of(
            System.getProperty("linkfleet.root"),
            "deploy/acceptance/src/test/resources/io/linkfleet/acceptance/faults",
            "expected-statements.txt");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "# Every change of a server and every write to Azure that may happen, names replaced.\n"
            + "# -Dexpected.write=true adds those of a run without faults; a reviewer decides.\n"
            + String.join("\n", all)
            + "\n");
  }
}
