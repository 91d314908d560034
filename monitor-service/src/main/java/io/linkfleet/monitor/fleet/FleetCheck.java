package io.linkfleet.monitor.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.event.LinkNames;
import io.linkfleet.event.Target;
import io.linkfleet.sqlserver.Sql;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rules of fleet files that a schema cannot say: what must be unique, and what must fit. */
final class FleetCheck {
  private static final Set<String> SYSTEM = Set.of("master", "model", "msdb", "tempdb");
  private static final Set<String> PLACEHOLDERS = Set.of("database", "server", "instance");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");
  private static final Duration SHORTEST = Duration.ofDays(1);
  private static final Duration LONGEST = Duration.ofDays(3650);

  private final Fleet fleet;
  private final List<Finding> findings = new ArrayList<>();
  /** What has been taken, with the place that took it. */
  private final Map<String, String> taken = new HashMap<>();

  private FleetCheck(Fleet fleet) {
    this.fleet = fleet;
  }

  static List<Finding> check(JsonNode file, Fleet fleet) {
    FleetCheck check = new FleetCheck(fleet);
    check.template(fleet.groupTemplate(), "defaults.names.availabilityGroup");
    check.template(
        fleet.distributedGroupTemplate(), "defaults.names.distributedAvailabilityGroup");
    check.lifetimes(file, "");
    fleet.servers().forEach(check::server);
    Set<String> told = check.findings.stream().map(Finding::path).collect(Collectors.toSet());
    PairCheck.check(file, fleet).stream()
        .filter(finding -> !told.contains(finding.path()))
        .forEach(check.findings::add);
    check.texts(file, "");
    return check.findings;
  }

  private void server(Fleet.Server server) {
    host(server.host(), server.path() + ".host");
    host(server.endpointHost(), server.path() + ".endpointHost");
    if (server.label() != null) {
      unique("label", lower(server.label()), server.path() + ".name", "the label '"
          + server.label() + "'", "Give every server a label of its own.");
    }
    if (server.address() != null) {
      unique("address", server.address(), server.path() + ".host", "the address "
          + server.address(), "List all databases of a server in one place.");
    }
    if (server.credentials() == null) {
      says(server.path() + ".credentials", "No credentials here, and none in defaults",
          "Name credentials of the secret store.");
    }
    Map<String, Fleet.Wanted> spelled = new HashMap<>();
    for (Fleet.Wanted wanted : server.databases()) {
      database(server, wanted, spelled);
    }
  }

  private void database(
      Fleet.Server server, Fleet.Wanted wanted, Map<String, Fleet.Wanted> spelled) {
    if (wanted.target() == null && wanted.pair() == null) {
      says(wanted.at() + ".instance", "No instance here, in its server or in defaults",
          "Name the managed instance, or the partner of a pair.");
    }
    if (wanted.database() == null || !databaseName(wanted)) {
      return;
    }
    Fleet.Wanted other = spelled.putIfAbsent(lower(wanted.database()), wanted);
    if (other != null && !other.database().equals(wanted.database())) {
      says(wanted.path(), "It differs only by case from '" + other.database() + "' at "
          + other.path(), "Use the exact name of the database, once.");
      return;
    }
    if (wanted.target() == null || server.address() == null) {
      return;
    }
    if (wanted.pair() != null) {
      pair(server, wanted);
      return;
    }
    String database = lower(wanted.database());
    // a repeated link would also be a repeated target and a repeated name: one finding is enough
    if (unique("pair", server.address() + "\n" + database + "\n" + wanted.instance(),
            wanted.path(), "the link of this database to " + wanted.instance(), "Remove one.")
        && unique("target", wanted.instance() + "\n" + database, wanted.path(),
            "a database '" + wanted.database() + "' on the instance " + wanted.instance(),
            "A database keeps its name on the instance: use another instance for one of them.")) {
      names(server, wanted);
    }
  }

  /** A pair's copies are {@link PairCheck}'s to compare; here it is one link of many. */
  private void pair(Fleet.Server server, Fleet.Wanted wanted) {
    String other = lower(wanted.pair().partner());
    boolean first =
        unique("pair", server.address() + "\n" + lower(wanted.database()) + "\npartner " + other,
            wanted.path(), "the pair of this database with " + wanted.pair().partner(),
            "Remove one.");
    if (first && !wanted.isMirrored()) {
      names(server, wanted);
    }
  }

  /** Both kinds of group share one name space on the server; the link's is that of the instance. */
  private void names(Fleet.Server server, Fleet.Wanted wanted) {
    if (server.label() == null
        || fleet.groupTemplate() == null
        || fleet.distributedGroupTemplate() == null) {
      return;
    }
    LinkNames names = fleet.names(server, wanted);
    String advice = "Use {database}, {server} or {instance} in defaults.names to tell them apart.";
    // several links of one database share its availability group
    String group = server.address() + "\n" + lower(names.availabilityGroup());
    String owner = "group of " + wanted.database();
    if (!owner.equals(taken.putIfAbsent("owner\n" + group, owner))) {
      unique("group", group, wanted.path(),
          "the availability group " + names.availabilityGroup(), advice);
    }
    if (wanted.pair() != null
        && wanted.pair().session() == Target.Session.AVAILABILITY_GROUP) {
      return;
    }
    String distributed = lower(names.distributedAvailabilityGroup());
    boolean free =
        unique("group", server.address() + "\n" + distributed, wanted.path(),
            "the availability group " + names.distributedAvailabilityGroup(), advice);
    if (free && wanted.pair() == null) {
      unique("link", wanted.instance() + "\n" + distributed, wanted.path(),
          "the link " + names.distributedAvailabilityGroup() + " of the instance", advice);
    }
  }

  private boolean databaseName(Fleet.Wanted wanted) {
    String name = wanted.database();
    String problem = null;
    String action = "Use the exact name that sys.databases shows.";
    if (name.isEmpty() || name.length() > Sql.LONGEST_NAME) {
      problem = "The name has " + name.length() + " characters instead of 1 to 128";
    } else if (name.indexOf('\0') >= 0) {
      problem = "The name holds a NUL character";
    } else if (hasLoneSurrogate(name)) {
      problem = "The name holds half of a surrogate pair";
    } else if (!name.equals(name.strip())) {
      problem = "The name begins or ends with a space";
    } else if (SYSTEM.contains(lower(name))) {
      problem = "A system database cannot be linked";
      action = "Remove it.";
    }
    if (problem != null) {
      says(wanted.path(), problem, action);
    }
    return problem == null;
  }

  private static boolean hasLoneSurrogate(String text) {
    return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE
        && c <= Character.MAX_SURROGATE);
  }

  private void host(String host, String path) {
    if (host == null) {
      return;
    }
    try {
      Sql.endpointUrl(host, 1);
    } catch (IllegalArgumentException e) {
      says(path, "It is neither an IP address nor a host name", "Correct the address.");
    }
  }

  private void template(String template, String path) {
    if (template == null) {
      return;
    }
    Matcher matcher = PLACEHOLDER.matcher(template);
    while (matcher.find()) {
      if (!PLACEHOLDERS.contains(matcher.group(1))) {
        says(path, "There is no placeholder {" + matcher.group(1) + "}",
            "Use {database}, {server} or {instance}.");
      }
    }
    String rest = matcher.replaceAll("");
    if (rest.contains("{") || rest.contains("}")) {
      says(path, "A brace is not part of a placeholder", "Remove it.");
    }
  }

  /** Half a surrogate pair cannot be sent to anybody: it would arrive as a question mark. */
  private void texts(JsonNode node, String path) {
    boolean told = findings.stream().anyMatch(finding -> finding.path().equals(path));
    if (!told && node.isTextual() && hasLoneSurrogate(node.textValue())) {
      says(path, "The text holds half of a surrogate pair", "Correct the text.");
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      texts(node.get(i), path + "[" + i + "]");
    }
    node.fields().forEachRemaining(
        field -> texts(field.getValue(), FleetSchema.join(path, field.getKey())));
  }

  /** Every certificateLifetime, wherever options may stand. */
  private void lifetimes(JsonNode node, String path) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        lifetimes(node.get(i), path + "[" + i + "]");
      }
      return;
    }
    node.fields().forEachRemaining(field -> {
      String at = FleetSchema.join(path, field.getKey());
      if (at.endsWith("options.certificateLifetime") && field.getValue().isTextual()) {
        lifetime(field.getValue().textValue(), at);
      } else {
        lifetimes(field.getValue(), at);
      }
    });
  }

  private void lifetime(String text, String path) {
    Duration lifetime = FleetParser.duration(text);
    if (lifetime == null) {
      says(path, "It is not a duration in days or less", "Write it as P1095D.");
    } else if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
      says(path, "It is not within 1 day to 3650 days", "Write it as P1095D.");
    }
  }

  private boolean unique(String kind, String key, String path, String what, String action) {
    String first = taken.putIfAbsent(kind + "\n" + key, path);
    if (first != null) {
      says(path, "There is " + what + " already, at " + first, action);
    }
    return first == null;
  }

  private void says(String path, String problem, String action) {
    findings.add(new Finding(path, problem, action));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
