package io.linkfleet.plan;

import java.util.Optional;

/** What a step does; each phase has its own kinds. */
public interface Action {
  /** The exact statement or request for a person to read, with secrets masked. */
  String shown();

  /** The system that it changes, where a phase changes more than one. */
  default Optional<String> where() {
    return Optional.empty();
  }
}
