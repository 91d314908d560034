package io.linkfleet.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A small record to calculate with: times are in milliseconds since a fixed moment. */
final class Sample {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  static final Link SALES = new Link("a.sales.1", "SQL01", "Sales", "mi-a", "AG_S", "DAG_S");
  static final Link STOCK = new Link("a.stock.2", "SQL01", "Stock", "mi-b", "AG_T", "DAG_T");
  static final Link WEB = new Link("b.web.3", "SQL02", "Web", "mi-a", "AG_W", "DAG_W");

  private final List<Effect> effects = new ArrayList<>();

  static Instant at(long millis) {
    return START.plusMillis(millis);
  }

  Sample change(String server, long at, long took, String text) {
    return add(at, took, server, "CHANGE", text, "OK");
  }

  Sample query(String server, long at, long took, String text) {
    return add(at, took, server, "QUERY", text, "OK");
  }

  /** What Azure and the network do with a link whose creation is asked for at that time. */
  Sample linked(Link link, long at, long operation, long connectedAfter) {
    String path = "PUT /x/distributedAvailabilityGroups/" + link.distributedGroup() + "?api=1";
    add(at, 1, link.instance(), "AZURE_WRITE", path, "OK");
    String created = "CreateManagedInstanceLink " + link.distributedGroup();
    add(at, operation, link.instance(), "AZURE_OPERATION", created, "OK");
    String connected = "link " + link.distributedGroup() + ": connected to " + link.server();
    return add(at + connectedAfter, 0, link.instance(), "NETWORK", connected, "OK");
  }

  Sample add(long at, long took, String where, String kind, String text, String outcome) {
    effects.add(
        new Effect(
            effects.size() + 1, at(at), Duration.ofMillis(took), where, "linkfleet", kind, text,
            outcome));
    return this;
  }

  List<Effect> record() {
    return List.copyOf(effects);
  }
}
