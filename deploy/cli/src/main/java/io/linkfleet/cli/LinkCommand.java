package io.linkfleet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Owns {@code link}: all that is known about one link. */
@Command(name = "link", description = "Shows all that the monitor knows about one link.")
final class LinkCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private ApiOption api;

  @Parameters(
      paramLabel = "ID",
      description = "its id, whole or its last part, as ./linkfleet links shows it")
  private String id;

  LinkCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    MonitorApi monitor = context.monitor(api.address());
    Map<String, String> values = new LinkedHashMap<>();
    collect("", monitor.link(id.contains(".") ? id : whole(monitor)), values);
    int widest = values.keySet().stream().mapToInt(Text::width).max().orElse(0);
    values.forEach((name, value) -> context.say(Text.pad(name, widest + 2) + value));
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
