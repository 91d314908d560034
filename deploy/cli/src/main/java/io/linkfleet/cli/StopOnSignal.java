package io.linkfleet.cli;

import io.linkfleet.local.LocalStack;

/**
 * Owns the promise that Ctrl-C, or the end of this process for another reason, stops what it
 * started; until it is dismissed.
 */
final class StopOnSignal {
  private final Thread hook;

  StopOnSignal(Context context, LocalStack stack) {
    hook =
        new Thread(
            () -> {
              context.say("");
              context.say("Stopping everything that was started ...");
              DownCommand.report(context, stack.stop());
            },
            "stop-on-signal");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** What was started stays, or is stopped already. */
  void dismiss() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the signal was faster: the hook runs, and this thread waits for the end
      waitForTheEnd();
    }
  }

  private static void waitForTheEnd() {
    while (true) {
      try {
        Thread.sleep(60_000);
      } catch (InterruptedException e) {
        continue;
      }
    }
  }
}
