package io.linkfleet.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Owns the command line of the benchmarks. */
public final class Benchmarks {
  private static final List<String> ALL =
      List.of("rollout", "footprint", "guarantees", "recovery", "simulator");
  private static final int OFFSET = 3000;

  private Benchmarks() {}

  /** Runs those that are named, or all; {@code --port-offset N} moves the ports of the stack. */
  public static void main(String[] arguments) throws Exception {
    List<String> names = new ArrayList<>();
    int offset = OFFSET;
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--port-offset") && i + 1 < arguments.length) {
        offset = Integer.parseInt(arguments[++i]);
      } else if (ALL.contains(arguments[i])) {
        names.add(arguments[i]);
      } else {
        System.err.println("usage: run [--port-offset N] [" + String.join("|", ALL) + "]...");
        System.exit(2);
      }
    }
    Path root = Path.of(System.getProperty("linkfleet.root", "."));
    Setting setting = new Setting(root, root.resolve(".linkfleet/benchmarks"), offset);
    for (String name : names.isEmpty() ? ALL : names) {
      run(name, setting);
    }
  }

  private static void run(String name, Setting setting) throws Exception {
    switch (name) {
      case "rollout" -> Rollout.run(setting);
      case "footprint" -> Footprint.run(setting);
      case "recovery" -> Recovery.run(setting);
      case "simulator" -> SimulatorCost.run(setting);
      default -> Guarantees.run(setting);
    }
  }
}
