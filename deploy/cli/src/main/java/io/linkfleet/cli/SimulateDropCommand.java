package io.linkfleet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Owns {@code simulate drop}: connections to SQL Servers that break. */
@Command(
    name = "drop",
    description = {
      "Breaks a connection before, during or after a statement: the next, unless said otherwise.",
      "After a statement its effect is there and the client does not know."
    })
final class SimulateDropCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private SimulatorApi simulator;

  @Option(names = "--server", paramLabel = "NAME", description = "only of this server")
  private String server;

  @Option(names = "--login", paramLabel = "NAME", description = "only of this login")
  private String login;

  @Option(
      names = "--statement",
      paramLabel = "WORDS",
      description = "only at a batch with these words, for example 'CREATE CERTIFICATE'")
  private String statement;

  @Option(
      names = "--when",
      paramLabel = "WHEN",
      description = "before, during or after (${DEFAULT-VALUE})")
  private String when = "before";

  @Option(
      names = "--delay",
      paramLabel = "DURATION",
      description = "with --when during: how long after its beginning, for example PT0.5S")
  private Duration delay;

  @Option(names = "--hang", description = "the connection falls silent in place of breaking")
  private boolean hang;

  @Option(names = "--nth", paramLabel = "N", description = "begins at the N-th that fits")
  private int nth = 1;

  @Option(names = "--times", paramLabel = "N", description = "how many; 0: all from there on (1)")
  private int times = 1;

  @Option(
      names = "--probability",
      paramLabel = "P",
      description = "hits each of them with this probability, from 0 to 1; see simulate set --seed")
  private double probability = 1;

  SimulateDropCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ObjectNode fault =
        SimulatorApi.object()
            .put("server", server)
            .put("login", login)
            .put("statement", statement)
            .put("when", when.toLowerCase(Locale.ROOT))
            .put("hang", hang)
            .put("nth", nth)
            .put("times", times)
            .put("probability", probability);
    if (delay != null) {
      fault.put("delay", delay.toString());
    }
    simulator.send(context, "POST", "/sql/faults", fault);
    context.say("It waits for its connection.");
    return Exit.OK;
  }
}
