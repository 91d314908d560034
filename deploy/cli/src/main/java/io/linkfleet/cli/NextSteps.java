package io.linkfleet.cli;

import io.linkfleet.local.Layout;
import java.util.Locale;

/** Owns what is said about where to look next. */
final class NextSteps {
  private NextSteps() {}

  /** For a stack that runs. */
  static void say(Context context) {
    String monitor = context.monitor(null).address().toString();
    context.say("Where to look:");
    context.say("  " + monitor + "/      the console, for a browser");
    context.say("  ./linkfleet links            every link and its health");
    context.say("  ./linkfleet link ID          all that is known about one");
    context.say("  ./linkfleet status           the processes");
    context.say("  ./linkfleet logs monitor -f  what a service says");
    context.say("  " + monitor + "/links");
    context.say("  " + monitor + "/q/openapi, " + monitor + "/q/metrics");
    context
        .stack()
        .address("simulator")
        .ifPresent(
            address ->
                context.say("  " + address + "/record   every effect on the simulated servers"));
    context.say("  " + context.layout().data().resolve("fleet.yaml") + "   the fleet");
    context.say("  ./linkfleet down             stops it and forgets its data");
  }

  /** For a stack that is stopped again. */
  static void sayAfterwards(Context context, Layout layout) {
    context.say("Where to look:");
    step(context, layout.root().relativize(layout.fleet()).toString(), "what was asked for");
    step(context, layout.root().relativize(layout.estate()).toString(), "the simulated servers");
    step(context, "./linkfleet logs SERVICE", "what cert, endpoint, ag, azure-link, monitor said");
    step(context, "./linkfleet demo --keep", "the same, left running to look around");
    step(context, Context.MONITOR + "/", "its console then, for a browser");
  }

  private static void step(Context context, String what, String why) {
    context.say(String.format(Locale.ROOT, "  %-35s %s", what, why));
  }
}
