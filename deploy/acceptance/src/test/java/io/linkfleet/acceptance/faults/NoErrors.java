package io.linkfleet.acceptance.faults;

import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Check 6: no process logged a line of level ERROR that the experiment does not explain. */
final class NoErrors implements Check {
  private static final Pattern ERROR =
      Pattern.compile("^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d,\\d+ +(ERROR|FATAL)\\b.*");

  @Override
  public Stream<String> findings(Evidence evidence, Expectations expected) {
    return evidence.logs().entrySet().stream()
        .flatMap(
            log ->
                log.getValue().stream()
                    .filter(line -> ERROR.matcher(line).matches())
                    .filter(
                        line ->
                            expected.errors().stream()
                                .noneMatch(one -> one.matcher(line).find()))
                    .map(line -> log.getKey() + " logged: " + line));
  }
}
