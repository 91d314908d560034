package io.linkfleet.cli;

/** Owns what is said about where to look next. */
final class NextSteps {
  private NextSteps() {}

  /** For a stack that runs. */
  static void say(Context context) {
    String monitor = context.monitor(null).address().toString();
    context.say("Where to look:");
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
  static void sayAfterwards(Context context) {
    context.say("Where to look:");
    context.say("  deploy/local/fleet.yaml      what was asked for");
    context.say("  deploy/local/estate.yaml     the simulated servers and instances");
    context.say("  ./linkfleet logs SERVICE     what cert, endpoint, ag, azure-link, monitor said");
    context.say("  ./linkfleet demo --keep      the same, left running to look around");
  }
}
