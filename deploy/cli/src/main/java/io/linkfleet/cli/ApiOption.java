package io.linkfleet.cli;

import picocli.CommandLine.Option;

/** Owns the option that says which monitor to talk to. */
final class ApiOption {
  @Option(
      names = "--api",
      paramLabel = "URL",
      description = {
        "address of the monitor-service; otherwise that of the environment variable",
        "LINKFLEET_API, of the stack that runs here, or http://localhost:21505"
      })
  private String address;

  /** The address that was asked for, or null. */
  String address() {
    return address;
  }
}
