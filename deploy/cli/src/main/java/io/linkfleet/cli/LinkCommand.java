package io.linkfleet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Owns {@code link}: all that is known about one link. */
@Command(name = "link", description = "Shows all that the monitor knows about one link.")
final class LinkCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private ApiOption api;

  @Parameters(paramLabel = "ID", description = "its id, whole or its last part, as ./linkfleet links shows it")
  private String id;

  LinkCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    MonitorApi monitor = context.monitor(api.address());
    show("", monitor.link(id.contains(".") ? id : whole(monitor)));
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

  /** One line per value, its name written as a path. */
  private void show(String path, JsonNode node) {
    if (node.isObject()) {
      node.fields()
          .forEachRemaining(
              field ->
                  show(path.isEmpty() ? field.getKey() : path + "." + field.getKey(),
                      field.getValue()));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        show(path + "[" + i + "]", node.get(i));
      }
    } else if (!node.isNull()) {
      context.say(Text.pad(path, Math.max(30, Text.width(path))) + " " + Text.printable(node.asText()));
    }
  }
}
