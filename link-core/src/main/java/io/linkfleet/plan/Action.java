package io.linkfleet.plan;

/** What a step does; each phase has its own kinds. */
public interface Action {
  /** The exact statement or request for a person to read, with secrets masked. */
  String shown();
}
