package io.linkfleet.cli;

import java.util.ArrayList;
import java.util.List;

/** Owns the table of links: where the terminal is narrow, with the short form of their ids. */
final class LinkTable {
  private static final int WIDE = 180;

  private LinkTable() {}

  static List<String> lines(List<LinkRow> links, int columns) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("LINK", "SERVER", "DATABASE", "TARGET", "STATE", "HEALTH", "SECONDS"));
    for (LinkRow link : links) {
      rows.add(
          List.of(
              columns >= WIDE ? link.id() : shortId(link.id()),
              link.server(),
              link.database(),
              link.target(),
              link.where(),
              link.health(),
              link.seconds()));
    }
    return Text.table(rows, columns);
  }

  /** The last part of an id, which alone tells links apart. */
  static String shortId(String id) {
    return id.substring(id.lastIndexOf('.') + 1);
  }
}
