package io.linkfleet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.local.ServiceProcess;
import java.net.URI;

/**
 * Owns the dry run: the first event of every link goes through the plan of each phase in turn, and
 * what each would do is shown. Nothing is changed.
 *
 * <p>A phase plans from what is there now, so a phase whose predecessor still has work to do cannot
 * know all of its own; where it says that it must wait, the way of that link ends here.
 */
final class DryRun {
  private final Context context;

  DryRun(Context context, ApiOption api) {
    this.context = context;
  }

  int run(JsonNode answer) {
    JsonNode events = answer.path("requests");
    int steps = 0;
    int stopped = 0;
    for (JsonNode event : events) {
      JsonNode link = event.path("link");
      context.say("");
      context.say(
          Text.printable(
              link.path("source").path("name").asText()
                  + " / "
                  + link.path("database").asText()
                  + " -> "
                  + target(link.path("target"))));
      JsonNode carried = event;
      boolean pair = link.path("target").path("kind").asText().equals("sql-server");
      for (ServiceProcess phase : ServiceProcess.phases()) {
        if (pair && phase.name().startsWith("azure-link")) {
          break; // a pair ends with its session
        }
        JsonNode plan = Http.post(plan(phase), "application/json", carried.toString());
        steps += show(plan);
        String outcome = plan.path("outcome").asText();
        stopped += outcome.equals("blocked") ? 1 : 0;
        carried = plan.path("next");
        if (carried.isMissingNode()) {
          break;
        }
      }
    }
    context.say("");
    context.say(
        String.format(
            "%d links, %d steps, %d blocked; nothing was changed", events.size(), steps, stopped));
    return stopped == 0 ? Exit.OK : Exit.NO;
  }

  private static String target(JsonNode target) {
    return target.path("name").asText(target.path("server").path("name").asText());
  }

  private int show(JsonNode plan) {
    String phase = Text.pad(plan.path("phase").asText(), 11);
    switch (plan.path("outcome").asText()) {
      case "converged" -> context.say("  " + phase + "nothing to do");
      case "steps" -> {
        for (JsonNode step : plan.path("steps")) {
          String where = step.path("where").asText("");
          context.say(
              "  "
                  + phase
                  + (where.isEmpty() ? "" : "[" + Text.printable(where) + "] ")
                  + Text.printable(step.path("sentence").asText()));
          step.path("statement")
              .asText()
              .lines()
              .forEach(line -> context.say("               | " + Text.printable(line)));
        }
        return plan.path("steps").size();
      }
      case "waiting" ->
          context.say(
              "  " + phase + "would wait: " + Text.printable(plan.path("sentence").asText()));
      default -> {
        context.say("  " + phase + "blocked: " + Text.printable(plan.path("sentence").asText()));
        context.say("               " + Text.printable(plan.path("nextAction").asText()));
      }
    }
    return 0;
  }

  private URI plan(ServiceProcess phase) {
    String variable =
        "LINKFLEET_" + phase.name().replace('-', '_').toUpperCase(java.util.Locale.ROOT);
    String named = context.environment().get(variable);
    URI address =
        named != null
            ? URI.create(named)
            : context
                .stack()
                .address(phase.name())
                .orElse(URI.create("http://localhost:" + phase.basePort()));
    return URI.create(address.toString().replaceAll("/+$", "") + "/plan");
  }
}
