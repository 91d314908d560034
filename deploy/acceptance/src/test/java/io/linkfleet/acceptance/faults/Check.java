package io.linkfleet.acceptance.faults;

import java.util.stream.Stream;

/** One question that is asked of every run. */
interface Check {
  /** What is wrong, a sentence each; nothing when all is well. */
  Stream<String> findings(Evidence evidence, Expectations expected);
}
