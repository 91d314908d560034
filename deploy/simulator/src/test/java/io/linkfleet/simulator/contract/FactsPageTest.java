package io.linkfleet.simulator.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** FACTS.md is the list of facts, written out. {@code -Dfacts.write=true} writes it. */
class FactsPageTest {
  private static final Path PAGE = Path.of("FACTS.md");

  @Test
  void thePageIsTheList() throws IOException {
    String page = page();
    if (Boolean.getBoolean("facts.write")) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE)).isEqualTo(page);
  }

  @Test
  void noFactStandsTwice() {
    assertThat(Facts.all().stream().map(fact -> fact.side() + fact.sentence()))
        .doesNotHaveDuplicates();
  }

  private static String page() {
    var page =
        new StringBuilder(
            """
            # What the simulator models, and where it comes from

            Written from the list that the contract tests run: `./mvnw -pl deploy/simulator test \
            -Dtest=FactsPageTest -Dfacts.write=true`. **Nothing on this page has been checked on a \
            real system yet**; the README says how to run the same tests against one. Where a fact \
            says “asked”, the contract tests ask every system they reach; where it says “own \
            tests”, it takes a link, an outage or somebody's endpoint to see it, and only the \
            simulator's own tests cover it.
            """);
    for (Fact.Side side : Fact.Side.values()) {
      page.append("\n## ").append(side.title).append("\n\n| fact | source | how it is kept |\n");
      page.append("|---|---|---|\n");
      Facts.all().stream()
          .filter(fact -> fact.side() == side)
          .forEach(
              fact ->
                  page.append("| ")
                      .append(fact.sentence().replace("|", "\\|"))
                      .append(" | ")
                      .append(fact.source().title)
                      .append(fact.check() == null ? " | own tests |\n" : " | asked |\n"));
    }
    return page.toString();
  }
}
