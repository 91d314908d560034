package io.linkfleet.cli;

import picocli.CommandLine.Option;

/** Owns the option that moves a stack to other ports. */
final class PortOffset {
  @Option(
      names = "--port-offset",
      paramLabel = "N",
      description = "added to every port, to run beside another stack (${DEFAULT-VALUE})")
  private int offset;

  int value() {
    return offset;
  }
}
