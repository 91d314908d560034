package io.linkfleet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Owns {@code simulate set}: how fast the simulated world is, its clock and its chance. */
@Command(
    name = "set",
    description = "Changes how fast the simulated world is, its clock, and the seed of its chance.")
final class SimulateSetCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private SimulatorApi simulator;

  @Option(
      names = "--latency",
      paramLabel = "CLASS=DURATION",
      description = {
        "how long statements of a class take, for example SELECT=PT0.2S or",
        "'CREATE AVAILABILITY GROUP=PT5S'; * is every class; PT0S takes it back"
      })
  private Map<String, Duration> latency = Map.of();

  @Option(names = "--clock", paramLabel = "DURATION", description = "moves the clock, as P400D")
  private Duration clock;

  @Option(names = "--seeding", paramLabel = "BYTES", description = "seeding speed a second")
  private Long seeding;

  @Option(names = "--operation", paramLabel = "DURATION", description = "how long Azure takes")
  private Duration operation;

  @Option(names = "--seed", paramLabel = "N", description = "what is only likely happens the same")
  private Long seed;

  SimulateSetCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    ObjectNode wanted = SimulatorApi.object();
    if (!latency.isEmpty()) {
      JsonNode now = simulator.get(context, "/settings").path("latency");
      ObjectNode all = wanted.putObject("latency");
      now.properties().forEach(one -> all.set(one.getKey(), one.getValue()));
      latency.forEach(
          (words, duration) -> {
            all.put(words, duration.toString());
            if (duration.isZero()) {
              all.remove(words);
            }
          });
    }
    put(wanted, "clockOffset", clock);
    put(wanted, "azureOperation", operation);
    if (seeding != null) {
      wanted.put("seedingBytesPerSecond", seeding);
    }
    if (seed != null) {
      wanted.put("seed", seed);
    }
    if (wanted.isEmpty()) {
      throw new Problem(Exit.UNABLE, "Say what to set; --help lists it.");
    }
    context.say(simulator.send(context, "PUT", "/settings", wanted).toPrettyString());
    return Exit.OK;
  }

  private static void put(ObjectNode wanted, String name, Duration value) {
    if (value != null) {
      wanted.put(name, value.toString());
    }
  }
}
