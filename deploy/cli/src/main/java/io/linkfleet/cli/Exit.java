package io.linkfleet.cli;

/** Owns the exit codes, as {@code --help} explains them. */
final class Exit {
  /** What was asked for is so. */
  static final int OK = 0;

  /** It ran, and the answer is no: a link is not connected, a process dead, a file refused. */
  static final int NO = 1;

  /** It could not run: wrong usage, a port in use, nothing to talk to. */
  static final int UNABLE = 2;

  /** There is no stack here. */
  static final int NO_STACK = 3;

  private Exit() {}
}
