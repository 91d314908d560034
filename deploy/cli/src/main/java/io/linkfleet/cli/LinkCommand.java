package io.linkfleet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Owns {@code link}: all that is known about one link. */
@Command(name = "link", description = "Shows all that the monitor knows about one link.")
final class LinkCommand implements Callable<Integer> {
  private final Context context;
  @Mixin private ApiOption api;

  @Parameters(paramLabel = "ID", description = "its id, as ./linkfleet links shows it")
  private String id;

  LinkCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    show("", context.monitor(api.address()).link(id));
    return Exit.OK;
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
