package io.linkfleet.local;

import java.util.List;

/** Why a stack cannot start or stop, for a person; carried up to where it becomes a value. */
final class StackProblem extends Exception {
  private static final long serialVersionUID = 1;
  private final transient List<String> details;

  StackProblem(String sentence, List<String> details) {
    super(sentence);
    this.details = List.copyOf(details);
  }

  StackProblem(String sentence) {
    this(sentence, List.of());
  }

  /** What helps to understand it: the end of a log, or what to do. */
  List<String> details() {
    return details;
  }
}
