package io.linkfleet.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Owns {@code simulate azure}: requests to Azure Resource Manager that go wrong. */
@Command(
    name = "azure",
    description = "Answers requests to Azure wrongly, late or not at all: the next one, unless said"
        + " otherwise.")
final class SimulateAzureCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private SimulatorApi simulator;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "the status of the answer (${DEFAULT-VALUE})")
  private int status = 500;

  @Option(names = "--code", paramLabel = "CODE", description = "the error's code")
  private String code;

  @Option(names = "--body", paramLabel = "KIND", description = "json, empty or html")
  private String body = "json";

  @Option(names = "--method", paramLabel = "VERB", description = "only requests of this verb")
  private String method;

  @Option(names = "--path", paramLabel = "TEXT", description = "only with this part in their path")
  private String path;

  @Option(names = "--retry-after", paramLabel = "SECONDS", description = "adds Retry-After")
  private Integer retryAfter;

  @Option(names = "--http-date", description = "writes Retry-After as a date, not in seconds")
  private boolean httpDate;

  @Option(
      names = "--lost",
      description = "takes effect, and the connection is closed without an answer")
  private boolean lost;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "instead, after, drop, apply_then_drop or delay (${DEFAULT-VALUE})")
  private String mode = "instead";

  @Option(names = "--delay", paramLabel = "DURATION", description = "answers later by this much")
  private Duration delay;

  @Option(names = "--nth", paramLabel = "N", description = "begins at the N-th that fits")
  private int nth = 1;

  @Option(names = "--times", paramLabel = "N", description = "how many (1)")
  private int times = 1;

  @Option(names = "--probability", paramLabel = "P", description = "hits each so likely")
  private double probability = 1;

  SimulateAzureCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ObjectNode fault =
        SimulatorApi.object()
            .put("status", status)
            .put("code", code)
            .put("body", body.toLowerCase(Locale.ROOT))
            .put("method", method)
            .put("path", path)
            .put("mode", lost ? "apply_then_drop" : mode.toLowerCase(Locale.ROOT))
            .put("nth", nth)
            .put("times", times)
            .put("probability", probability);
    if (retryAfter != null) {
      fault.put("retryAfter", httpDate ? "http_date" : "seconds");
      fault.put("retryAfterSeconds", retryAfter);
    }
    if (delay != null) {
      fault.put("delay", delay.toString());
    }
    simulator.send(context, "POST", "/azure/faults", fault);
    context.say("It waits for its request.");
    return Exit.OK;
  }
}
