package io.linkfleet.acceptance.faults;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Owns the questions that are asked of every run, and asks all of them. */
final class Judge {
  private final Map<String, Check> checks = new LinkedHashMap<>();

  /** A judge who accepts these statements, as {@link Shapes} writes them. */
  Judge(Set<String> statements) {
    checks.put("nothing lost", new NothingLost());
    checks.put("nothing twice", new NothingTwice());
    checks.put("only expected statements", new OnlyExpected(statements));
    checks.put("phases in order", new InOrder());
    checks.put("no secret", new NoSecrets());
    checks.put("no error in a log", new NoErrors());
  }

  /** What is wrong, each with the check that found it; empty when all is well. */
  List<String> findings(Evidence evidence, Expectations expected) {
    List<String> all = new ArrayList<>();
    checks.forEach(
        (name, check) ->
            check.findings(evidence, expected).forEach(it -> all.add(name + ": " + it)));
    return all;
  }
}
