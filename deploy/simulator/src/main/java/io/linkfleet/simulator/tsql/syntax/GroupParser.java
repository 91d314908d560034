package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.syntax.Definition.AlterGroup;
import io.linkfleet.simulator.tsql.syntax.Definition.CreateGroup;
import io.linkfleet.simulator.tsql.syntax.Definition.DropGroup;
import io.linkfleet.simulator.tsql.syntax.Definition.Member;
import io.linkfleet.simulator.tsql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Parses statements on availability groups, plain and distributed. */
final class GroupParser {
  private static final Set<String> LISTENER_VERBS =
      Set.of("ADD", "MODIFY", "REMOVE", "RESTART");

  private final Tokens tokens;

  GroupParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** After … AVAILABILITY GROUP. */
  Statement group(String verb) {
    String name = tokens.name();
    switch (verb) {
      case "CREATE":
        return create(name);
      case "ALTER":
        return alter(name);
      case "DROP":
        return new DropGroup(name);
      default:
        throw tokens.syntaxError();
    }
  }

  private Statement create(String name) {
    Map<String, String> options = new LinkedHashMap<>();
    if (tokens.accept("WITH")) {
      tokens.expectSymbol("(");
      do {
        groupOption(options);
      } while (tokens.acceptSymbol(","));
      tokens.expectSymbol(")");
    }
    if (tokens.accept("AVAILABILITY", "GROUP", "ON")) {
      return new CreateGroup(name, options, true, List.of(), members(true));
    }
    tokens.expect("FOR");
    List<String> databases = tokens.accept("DATABASE") ? names() : List.of();
    tokens.expect("REPLICA", "ON");
    List<Member> replicas = members(false);
    if (tokens.isWord("LISTENER")) {
      throw tokens.notSimulated("an availability group listener");
    }
    return new CreateGroup(name, options, false, databases, replicas);
  }

  private List<String> names() {
    var names = new ArrayList<String>();
    do {
      names.add(tokens.name());
    } while (tokens.acceptSymbol(","));
    return names;
  }

  private void groupOption(Map<String, String> options) {
    Token token = tokens.next();
    if (token.kind() != Kind.WORD) {
      throw tokens.syntaxError(token);
    }
    String option = token.text().toUpperCase();
    int version = tokens.dialect.majorVersion();
    boolean known =
        switch (option) {
          case "CLUSTER_TYPE", "REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT" -> version >= 14;
          case "CONTAINED", "REUSE_SYSTEM_DATABASES" -> version >= 16;
          case "DISTRIBUTED", "BASIC", "AUTOMATED_BACKUP_PREFERENCE", "FAILURE_CONDITION_LEVEL",
              "HEALTH_CHECK_TIMEOUT", "DB_FAILOVER", "DTC_SUPPORT" -> true;
          default -> false;
        };
    if (!known || options.containsKey(option)) {
      throw tokens.syntaxError(token);
    }
    if (option.equals("CONTAINED") || option.equals("REUSE_SYSTEM_DATABASES")) {
      throw tokens.notSimulated("contained availability groups");
    }
    if (option.equals("DISTRIBUTED") || option.equals("BASIC")) {
      options.put(option, "");
      return;
    }
    tokens.expectSymbol("=");
    options.put(
        option,
        switch (option) {
          case "CLUSTER_TYPE" -> tokens.oneOf("WSFC", "EXTERNAL", "NONE");
          case "AUTOMATED_BACKUP_PREFERENCE" ->
              tokens.oneOf("PRIMARY", "SECONDARY_ONLY", "SECONDARY", "NONE");
          case "DB_FAILOVER" -> tokens.oneOf("ON", "OFF");
          case "DTC_SUPPORT" -> tokens.oneOf("PER_DB", "NONE");
          default -> String.valueOf(tokens.integer());
        });
  }

  private List<Member> members(boolean ofGroups) {
    var members = new ArrayList<Member>();
    do {
      String name = tokens.string();
      tokens.expect("WITH");
      members.add(new Member(name, memberOptions(ofGroups)));
    } while (tokens.acceptSymbol(","));
    return members;
  }

  private Map<String, String> memberOptions(boolean ofGroups) {
    var options = new LinkedHashMap<String, String>();
    tokens.expectSymbol("(");
    do {
      memberOption(options, ofGroups);
    } while (tokens.acceptSymbol(","));
    tokens.expectSymbol(")");
    return options;
  }

  private void memberOption(Map<String, String> options, boolean ofGroups) {
    Token token = tokens.next();
    String option = token.kind() == Kind.WORD ? token.text().toUpperCase() : "";
    if (options.containsKey(option)) {
      throw tokens.syntaxError(token);
    }
    boolean role = option.equals("PRIMARY_ROLE") || option.equals("SECONDARY_ROLE");
    if (role && !ofGroups) {
      roleOption(option, options);
      return;
    }
    if (!option.isEmpty()) {
      tokens.expectSymbol("=");
    }
    options.put(
        option,
        switch (option) {
          case "ENDPOINT_URL" -> {
            if (ofGroups) {
              throw tokens.syntaxError(token);
            }
            yield tokens.string();
          }
          case "LISTENER_URL" -> {
            if (!ofGroups) {
              throw tokens.syntaxError(token);
            }
            yield tokens.string();
          }
          case "AVAILABILITY_MODE" ->
              tokens.oneOf("SYNCHRONOUS_COMMIT", "ASYNCHRONOUS_COMMIT", "CONFIGURATION_ONLY");
          case "FAILOVER_MODE" -> tokens.oneOf("AUTOMATIC", "MANUAL", "EXTERNAL");
          case "SEEDING_MODE" -> tokens.oneOf("AUTOMATIC", "MANUAL");
          case "SESSION_TIMEOUT", "BACKUP_PRIORITY" -> String.valueOf(tokens.integer());
          default -> throw tokens.syntaxError(token);
        });
  }

  /** PRIMARY_ROLE (…) and SECONDARY_ROLE (…). */
  private void roleOption(String role, Map<String, String> options) {
    tokens.expectSymbol("(");
    do {
      String option = tokens.oneOf("ALLOW_CONNECTIONS", "READ_ONLY_ROUTING_URL",
          "READ_ONLY_ROUTING_LIST", "READ_WRITE_ROUTING_URL");
      if (!option.equals("ALLOW_CONNECTIONS")) {
        throw tokens.notSimulated(option);
      }
      tokens.expectSymbol("=");
      options.put(role, tokens.oneOf("READ_WRITE", "READ_ONLY", "ALL", "NO"));
    } while (tokens.acceptSymbol(","));
    tokens.expectSymbol(")");
  }

  private Statement alter(String name) {
    if (tokens.accept("SET")) {
      return set(name);
    } else if (tokens.peek(1).isWord("LISTENER")
        && LISTENER_VERBS.contains(tokens.peek().text().toUpperCase())) {
      throw tokens.notSimulated("listeners of availability groups");
    } else if (tokens.accept("ADD", "DATABASE")) {
      return new AlterGroup(name, "ADD DATABASE", Map.of(), names(), List.of());
    } else if (tokens.accept("REMOVE", "DATABASE")) {
      return new AlterGroup(name, "REMOVE DATABASE", Map.of(), names(), List.of());
    } else if (tokens.accept("MODIFY", "REPLICA", "ON")) {
      return new AlterGroup(name, "MODIFY REPLICA", Map.of(), List.of(), members(false));
    } else if (tokens.accept("MODIFY", "AVAILABILITY", "GROUP", "ON")) {
      return new AlterGroup(name, "MODIFY AVAILABILITY GROUP", Map.of(), List.of(), members(true));
    } else if (tokens.accept("ADD", "REPLICA", "ON")) {
      return new AlterGroup(name, "ADD REPLICA", Map.of(), List.of(), members(false));
    } else if (tokens.accept("REMOVE", "REPLICA", "ON")) {
      var gone = new ArrayList<Member>();
      do {
        gone.add(new Member(tokens.string(), Map.of()));
      } while (tokens.acceptSymbol(","));
      return new AlterGroup(name, "REMOVE REPLICA", Map.of(), List.of(), gone);
    } else if (tokens.accept("GRANT", "CREATE", "ANY", "DATABASE")) {
      return action(name, "GRANT CREATE ANY DATABASE");
    } else if (tokens.accept("DENY", "CREATE", "ANY", "DATABASE")) {
      return action(name, "DENY CREATE ANY DATABASE");
    } else if (tokens.accept("JOIN", "AVAILABILITY", "GROUP", "ON")) {
      return new AlterGroup(name, "JOIN AVAILABILITY GROUP", Map.of(), List.of(), members(true));
    }
    if (tokens.accept("JOIN")) {
      return join(name);
    }
    return action(name, tokens.oneOf("FAILOVER", "FORCE_FAILOVER_ALLOW_DATA_LOSS", "OFFLINE"));
  }

  /** After JOIN: WITH (CLUSTER_TYPE = …), which 2016 does not know. */
  private Statement join(String name) {
    var options = new LinkedHashMap<String, String>();
    if (tokens.accept("WITH")) {
      tokens.expectSymbol("(");
      if (!tokens.isWord("CLUSTER_TYPE")) {
        throw tokens.syntaxError();
      }
      groupOption(options);
      tokens.expectSymbol(")");
    }
    return new AlterGroup(name, "JOIN", options, List.of(), List.of());
  }

  private static Statement action(String name, String action) {
    return new AlterGroup(name, action, Map.of(), List.of(), List.of());
  }

  private Statement set(String name) {
    tokens.expectSymbol("(");
    var options = new LinkedHashMap<String, String>();
    if (tokens.accept("ROLE")) {
      tokens.expectSymbol("=");
      options.put("ROLE", tokens.oneOf("SECONDARY"));
    } else {
      do {
        groupOption(options);
      } while (tokens.acceptSymbol(","));
    }
    tokens.expectSymbol(")");
    return new AlterGroup(name, "SET", options, List.of(), List.of());
  }
}
