package io.linkfleet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owns {@code link}: all that is known about one link, and the session of a pair. */
@Command(
    name = "link",
    description = {
      "Shows all that the monitor knows about one link.",
      "With an option it asks for another state of the session of a pair of SQL Servers;",
      "exit code 1: the monitor refuses."
    })
final class LinkCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private ApiOption api;

  @Parameters(
      paramLabel = "ID",
      description = "its id, whole or its last part, as ./linkfleet links shows it")
  private String id;

  @ArgGroup private Change change;

  @Option(
      names = "--to",
      paramLabel = "LABEL",
      description = "with --failover or --force-service: the server that becomes primary, in place"
          + " of the one that has the copy")
  private String primary;

  @Option(
      names = "--allow-data-loss",
      description = "with --force-service: transactions may be lost")
  private boolean allowDataLoss;

  /** One of the things that can be asked of a session. */
  static final class Change {
    @Option(names = "--pause", description = "suspend the session of the pair")
    private boolean pause;

    @Option(names = "--resume", description = "let it run again")
    private boolean resume;

    @Option(names = "--failover", description = "let the two servers change their roles")
    private boolean failover;

    @Option(
        names = "--force-service",
        description = "give the primary role to the other server although transactions may be lost")
    private boolean forceService;

    @Option(names = "--remove", description = "end the session; the databases stay")
    private boolean remove;

    String action() {
      return pause
          ? "pause"
          : resume ? "resume" : failover ? "failover" : remove ? "remove" : "force-service";
    }
  }

  LinkCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    MonitorApi monitor = context.monitor(api.address());
    if (change != null || primary != null || allowDataLoss) {
      return ask(monitor);
    }
    Map<String, String> values = new LinkedHashMap<>();
    collect("", monitor.link(id.contains(".") ? id : whole(monitor)), values);
    int widest = values.keySet().stream().mapToInt(Text::width).max().orElse(0);
    values.forEach((name, value) -> context.say(Text.pad(name, widest + 2) + value));
    return Exit.OK;
  }

  private int ask(MonitorApi monitor) {
    if (change == null) {
      throw new Problem(
          Exit.UNABLE, "--to and --allow-data-loss go with --failover or --force-service.");
    }
    ObjectNode wanted = Http.JSON.createObjectNode().put("action", change.action());
    if (primary != null) {
      wanted.put("primary", primary);
    }
    if (allowDataLoss) {
      wanted.put("allowDataLoss", true);
    }
    String whole = id.contains(".") ? id : whole(monitor);
    JsonNode answer = monitor.session(whole, wanted);
    String to = answer.path("wanted").path("primary").asText("");
    context.say(
        "Asked for %s%s, generation %d of the link."
            .formatted(
                change.action(),
                to.isEmpty() ? "" : " to " + Text.printable(to),
                answer.path("generation").asLong()));
    context.say("./linkfleet link " + id + " shows how it gets on.");
    return Exit.OK;
  }

  private String whole(MonitorApi monitor) {
    List<String> ids =
        monitor.links(null, null).stream()
            .map(LinkRow::id)
            .filter(one -> LinkTable.shortId(one).equals(id))
            .toList();
    if (ids.size() != 1) {
      throw new Problem(
          Exit.NO, ids.isEmpty() ? "There is no link " + id + "." : "Several links end so: " + ids);
    }
    return ids.get(0);
  }

  /** Every value under its name, written as a path. */
  private static void collect(String path, JsonNode node, Map<String, String> values) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              field -> {
                String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                collect(name, field.getValue(), values);
              });
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        collect(path + "[" + i + "]", node.get(i), values);
      }
    } else if (!node.isNull()) {
      values.put(Text.printable(path), Text.printable(node.asText()));
    }
  }
}
