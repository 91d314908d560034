package io.linkfleet.cli;

import java.util.ArrayList;
import java.util.List;

/** Owns the table of links. */
final class LinkTable {
  private LinkTable() {}

  static List<String> lines(List<LinkRow> links, int columns) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("LINK", "SERVER", "DATABASE", "INSTANCE", "STATE", "HEALTH", "SECONDS"));
    for (LinkRow link : links) {
      rows.add(
          List.of(
              link.id(),
              link.server(),
              link.database(),
              link.instance(),
              link.where(),
              link.health(),
              link.seconds()));
    }
    return Text.table(rows, columns);
  }
}
