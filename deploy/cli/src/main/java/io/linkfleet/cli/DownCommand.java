package io.linkfleet.cli;

import io.linkfleet.local.LocalStack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Owns {@code down}: stops the stack and forgets its data. */
@Command(
    name = "down",
    description =
        "Stops the stack and forgets its data: events, simulated servers, secrets. Logs stay.")
final class DownCommand implements Callable<Integer> {
  private final Context context;

  DownCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (context.stack().states().isEmpty()) {
      context.say("No stack is running here.");
      return Exit.OK;
    }
    context.say("Stopping the stack ...");
    LocalStack stack = new LocalStack(context.layout(), 0, context::say);
    return report(context, stack.stop()) ? Exit.OK : Exit.UNABLE;
  }

  /** Says what stopping did, and whether all is gone. */
  static boolean report(Context context, LocalStack.Stopped stopped) {
    for (String name : stopped.forced()) {
      context.say(name + " did not end when asked to, and was forced.");
    }
    for (String problem : stopped.problems()) {
      context.complain(problem);
    }
    if (!stopped.problems().isEmpty()) {
      return false;
    }
    context.say(
        "Stopped "
            + stopped.processes()
            + " processes and forgot their data: events, simulated servers, secrets. Logs stay in "
            + context.layout().logs()
            + ".");
    return true;
  }
}
