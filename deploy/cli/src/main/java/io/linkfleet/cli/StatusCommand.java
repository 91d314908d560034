package io.linkfleet.cli;

import io.linkfleet.local.StackView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Owns {@code status}: each process of the stack as it is now. */
@Command(
    name = "status",
    description = {
      "Shows each process of the stack.",
      "Exit code 0: all are ready; 1: one is not; 3: there is no stack."
    })
final class StatusCommand implements Callable<Integer> {
  private final Context context;

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<StackView.State> states = context.stack().states();
    if (states.isEmpty()) {
      context.say("No stack is running here. ./linkfleet up starts one.");
      return Exit.NO_STACK;
    }
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("PROCESS", "STATE", "PID", "PORT", "MB", "LOG"));
    long total = 0;
    for (StackView.State state : states) {
      total += state.residentMb().orElse(0);
      rows.add(
          List.of(
              state.name(),
              !state.alive() ? "dead" : state.ready() ? "ready" : "running, not ready",
              Long.toString(state.pid()),
              Integer.toString(state.port()),
              state.residentMb().isPresent() ? "" + state.residentMb().getAsLong() : "",
              state.log().toString()));
    }
    Text.table(rows, context.terminal().columns()).forEach(context::say);
    context.say("Memory of all together: " + total + " MB");
    boolean none = states.stream().noneMatch(StackView.State::alive);
    if (none) {
      context.say("The stack is gone; ./linkfleet down removes what it left.");
    }
    return states.stream().allMatch(StackView.State::ready) ? Exit.OK : Exit.NO;
  }
}
