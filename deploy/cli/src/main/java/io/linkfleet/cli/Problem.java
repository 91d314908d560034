package io.linkfleet.cli;

import java.util.List;

/** Why a command cannot give an answer, for a person; ends the command with {@link Exit}. */
class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int exitCode;
  private final transient List<String> details;

  Problem(int exitCode, String sentence, List<String> details) {
    super(sentence);
    this.exitCode = exitCode;
    this.details = List.copyOf(details);
  }

  Problem(int exitCode, String sentence) {
    this(exitCode, sentence, List.of());
  }

  int exitCode() {
    return exitCode;
  }

  List<String> details() {
    return details;
  }
}
