package io.linkfleet.monitor.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.Target;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The rules of fleet files about pairs of SQL Servers: who may be whose partner and witness. */
final class PairCheck {
  private static final List<String> ONLY_PAIRS =
      List.of("safety", "primary", "wanted", "allowDataLoss", "authentication",
          "certificateDirectory", "restoreDirectory", "dataDirectory", "logDirectory");

  private final JsonNode file;
  private final Fleet fleet;
  /** In order; what stands in defaults is told once however many databases it concerns. */
  private final Set<Finding> findings = new LinkedHashSet<>();
  private final Set<String> inPairs = new HashSet<>();
  private final Set<String> referred = new HashSet<>();
  /** Server and database, with the place that says what it holds. */
  private final Map<String, String> copies = new HashMap<>();
  private final Map<String, Fleet.Wanted> mirrored = new HashMap<>();
  private final Map<String, Fleet.Wanted> linked = new HashMap<>();

  private PairCheck(JsonNode file, Fleet fleet) {
    this.file = file;
    this.fleet = fleet;
  }

  static Set<Finding> check(JsonNode file, Fleet fleet) {
    PairCheck check = new PairCheck(file, fleet);
    check.oneTarget(file.path("defaults"), "defaults");
    check.sources();
    for (int i = 0; i < fleet.servers().size(); i++) {
      check.server(fleet.servers().get(i), file.path("servers").path(i));
    }
    fleet.servers().forEach(check::hasWork);
    check.subscription();
    check.endpoints();
    return check.findings;
  }

  private void sources() {
    for (Fleet.Server server : fleet.servers()) {
      for (Fleet.Wanted wanted : server.databases()) {
        if (server.address() != null && wanted.database() != null) {
          copies.putIfAbsent(copy(server, wanted), wanted.path());
        }
      }
    }
  }

  private void server(Fleet.Server server, JsonNode node) {
    oneTarget(node, server.path());
    for (int j = 0; j < server.databases().size(); j++) {
      Fleet.Wanted wanted = server.databases().get(j);
      JsonNode entry = node.path("databases").path(j);
      oneTarget(entry, wanted.at());
      if (wanted.pair() == null) {
        link(wanted, entry);
      } else {
        pair(server, wanted);
      }
      if (wanted.database() != null && server.address() != null && wanted.target() != null) {
        oneSession(server, wanted);
      }
    }
  }

  private void oneTarget(JsonNode node, String path) {
    if (node.has("instance") && node.has("partner")) {
      says(path + ".partner", "There is an instance here as well",
          "Name one of them; a database that has both is listed twice.");
    }
  }

  /** What an entry says of itself although it is no pair. */
  private void link(Fleet.Wanted wanted, JsonNode entry) {
    for (String field : List.of("session", "witness")) {
      if (entry.has(field)) {
        says(wanted.at() + "." + field, "It is about a pair, and no partner is named",
            "Name the partner, or remove it.");
      }
    }
    for (String option : ONLY_PAIRS) {
      if (entry.path("options").has(option)) {
        says(wanted.at() + ".options." + option,
            "It is about a pair, and this is a link to a managed instance", "Remove it.");
      }
    }
  }

  private void pair(Fleet.Server server, Fleet.Wanted wanted) {
    Fleet.Pair pair = wanted.pair();
    Fleet.Server partner = known(pair.partner(), pair.path());
    if (partner != null) {
      inPairs.add(server.path());
      refer(partner);
      partner(server, partner, wanted);
    }
    if (pair.witness() != null) {
      witness(server, wanted);
    }
    String primary = wanted.options().pair().primary();
    if (primary != null && server.label() != null && pair.partner() != null
        && !primary.equals(server.label()) && !primary.equals(pair.partner())) {
      says(wanted.at() + ".options.primary", "The primary '" + primary + "' is neither "
          + server.label() + " nor " + pair.partner(), "Name one of the two servers.");
    }
  }

  private void partner(Fleet.Server server, Fleet.Server partner, Fleet.Wanted wanted) {
    if (partner == server) {
      says(wanted.pair().path(), server.label() + " would be its own partner",
          "Name another server.");
      return;
    }
    if (wanted.database() == null || partner.address() == null) {
      return;
    }
    String first = copies.putIfAbsent(copy(partner, wanted), wanted.path());
    if (first != null && !first.equals(wanted.path())) {
      says(wanted.path(), "There is a database '" + wanted.database() + "' on " + partner.label()
          + " already, at " + first, "A copy keeps the name: use another partner.");
    }
  }

  private void witness(Fleet.Server server, Fleet.Wanted wanted) {
    Fleet.Pair pair = wanted.pair();
    Fleet.Server witness = known(pair.witness(), pair.witnessPath());
    if (witness == null) {
      return;
    }
    refer(witness);
    if (witness == server || pair.witness().equals(pair.partner())) {
      says(pair.witnessPath(), pair.witness() + " would be partner and witness",
          "Name a third server.");
    } else if (pair.session() != null && pair.session() != Target.Session.MIRRORING) {
      says(pair.witnessPath(), "Only a mirroring session has a witness",
          "Remove it, or use session: mirroring.");
    } else if (wanted.options().pair().safety() == PairOptions.Safety.OFF) {
      says(pair.witnessPath(), "A session with safety off has no use for a witness, and losing it "
          + "could stop the database", "Remove it, or use safety: full.");
    }
  }

  /** Mirroring excludes another mirror and every availability group (1405, 1468). */
  private void oneSession(Fleet.Server server, Fleet.Wanted wanted) {
    String source = copy(server, wanted);
    Fleet.Wanted other = mirrored.get(source);
    if (wanted.isMirrored()) {
      other = linked.get(source);
      mirrored.putIfAbsent(source, wanted);
    }
    linked.putIfAbsent(source, wanted);
    if (other != null && !lower(wanted.target()).equals(lower(other.target()))) {
      says(wanted.path(), "A mirrored database has one partner and no availability group, and "
          + "this one is at " + other.path() + " as well", "Remove one.");
    }
  }

  private void hasWork(Fleet.Server server) {
    JsonNode node = file.at("/" + server.path().replace("[", "/").replace("]", ""));
    if (!node.has("databases") && !referred.contains(server.path())) {
      says(server.path() + ".databases", "It is missing, and nothing refers to this server",
          "Add it, or name the server as a partner or witness.");
    }
  }

  private void subscription() {
    boolean onlyPairs =
        !inPairs.isEmpty()
            && fleet.servers().stream()
                .flatMap(server -> server.databases().stream())
                .noneMatch(wanted -> wanted.instance() != null);
    if (file.isObject() && !file.has("subscription") && !onlyPairs) {
      says("subscription", "It is missing", "Add it at the top of the file.");
    }
  }

  /** An address names one instance of a machine, by its port. */
  private void endpoints() {
    Map<String, Fleet.Server> taken = new HashMap<>();
    for (Fleet.Server server : fleet.servers()) {
      if (server.endpointHost() == null || server.endpointPort() == null) {
        continue;
      }
      Fleet.Server first =
          taken.putIfAbsent(
              lower(server.endpointHost()) + ":" + server.endpointPort(), server);
      if (first != null
          && (inPairs.contains(first.path()) || inPairs.contains(server.path()))) {
        says(server.path() + ".endpointPort", "The endpoint of " + first.path()
            + " has the address " + server.endpointHost() + ":" + server.endpointPort() + " already",
            "Give each instance of a machine a port of its own.");
      }
    }
  }

  private Fleet.Server known(String label, String path) {
    Fleet.Server server = fleet.server(label);
    if (server == null && label != null) {
      says(path, "There is no server '" + label + "' in this file",
          "Add it to servers, or correct the label.");
    }
    return server;
  }

  private void refer(Fleet.Server server) {
    referred.add(server.path());
    inPairs.add(server.path());
  }

  private static String copy(Fleet.Server server, Fleet.Wanted wanted) {
    return server.address() + "\n" + lower(wanted.database());
  }

  private void says(String path, String problem, String action) {
    findings.add(new Finding(path, problem, action));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
