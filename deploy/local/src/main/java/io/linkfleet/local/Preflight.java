package io.linkfleet.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Owns the checks before anything is started, so that a refusal leaves nothing half done. */
final class Preflight {
  /** What the seven processes take while they work, with a little to spare. */
  private static final long NEEDED_MB = 1800;

  private Preflight() {}

  static void check(
      Layout layout,
      List<RunningProcess> noted,
      EstateFile estate,
      int offset,
      Map<String, String> environment)
      throws StackProblem {
    notRunning(noted);
    built(layout);
    memory(Machine.availableMb(), environment);
    ports(estate, offset);
  }

  static void notRunning(List<RunningProcess> noted) throws StackProblem {
    List<RunningProcess> alive = noted.stream().filter(RunningProcess::isAlive).toList();
    if (alive.isEmpty()) {
      return;
    }
    List<String> dead =
        noted.stream().filter(one -> !one.isAlive()).map(RunningProcess::name).toList();
    List<String> details = new ArrayList<>();
    if (!dead.isEmpty()) {
      details.add("Of its processes, these have ended: " + String.join(", ", dead) + ".");
    }
    details.add("./linkfleet status   shows it");
    details.add("./linkfleet down     stops it");
    throw new StackProblem("A stack is already running here.", details);
  }

  static void built(Layout layout) throws StackProblem {
    List<Path> missing = layout.built().filter(path -> !Files.exists(path)).toList();
    if (!missing.isEmpty()) {
      throw new StackProblem(
          "The build is not complete.",
          missing.stream().map(path -> "missing: " + layout.root().relativize(path)).toList());
    }
  }

  static void memory(OptionalLong available, Map<String, String> environment)
      throws StackProblem {
    if (available.isPresent()
        && available.getAsLong() < NEEDED_MB
        && !"yes".equals(environment.get("LINKFLEET_IGNORE_MEMORY"))) {
      throw new StackProblem(
          "Too little memory: the stack takes up to "
              + NEEDED_MB
              + " MB, and "
              + available.getAsLong()
              + " MB are available.",
          List.of("End other programs, or try all the same with LINKFLEET_IGNORE_MEMORY=yes."));
    }
  }

  private static void ports(EstateFile estate, int offset) throws StackProblem {
    Map<String, Integer> wanted = new LinkedHashMap<>();
    wanted.put("kafka", Programs.kafkaPort(offset));
    wanted.put("kafka's controller", Programs.controllerPort(offset));
    estate.ports().forEach((whose, port) -> wanted.put("simulator: " + whose, port));
    ServiceProcess.ALL.forEach(one -> wanted.put(one.name(), one.basePort() + offset));
    Map<String, Integer> taken =
        wanted.entrySet().stream()
            .filter(entry -> !Machine.isFree(entry.getValue()))
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
    if (!taken.isEmpty()) {
      List<String> details = new ArrayList<>();
      taken.forEach(
          (whose, port) ->
              details.add(
                  "port " + port + " (" + whose + ") is used by " + Machine.ownerOf(port)));
      details.add("Stop what uses them, or move the whole stack with --port-offset 1000.");
      throw new StackProblem(
          taken.size() == 1 ? "A port is in use." : taken.size() + " ports are in use.", details);
    }
  }
}
