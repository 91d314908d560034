package io.linkfleet.simulator.azure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;

/**
 * Owns what principals may do on the control plane, by the rule of Azure's role definitions: an
 * action is allowed when one of {@code actions} covers it and none of {@code notActions} does.
 *
 * <p>Who was given no role may do everything; all principals are meant by {@code *}. Scopes below
 * the subscription are not modelled.
 */
public final class Roles {
  /** A role; {@code *} in an action stands for any text. */
  public record Role(List<String> actions, List<String> notActions) {
    private boolean allows(String action) {
      return covers(actions, action) && !covers(notActions, action);
    }

    private static boolean covers(List<String> patterns, String action) {
      return patterns.stream()
          .map(pattern -> Pattern.quote(pattern).replace("*", "\\E.*\\Q"))
          .anyMatch(pattern -> Pattern.compile(pattern, Pattern.CASE_INSENSITIVE)
              .matcher(action)
              .matches());
    }
  }

  private static final String EVERYBODY = "*";

  private final Map<String, Role> assigned =
      new ConcurrentSkipListMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Gives a principal this role in place of any other. */
  public void assign(String principal, Role role) {
    assigned.put(principal, role);
  }

  /** Everybody may do everything again. */
  public void clear() {
    assigned.clear();
  }

  /** The refusal of a request, if its principal may not do it. */
  Optional<ArmReply> refusal(ArmRequest request) {
    Role role = assigned.get(request.principal());
    if (role == null) {
      role = assigned.get(EVERYBODY);
    }
    String action = action(request);
    if (role == null || role.allows(action)) {
      return Optional.empty();
    }
    return Optional.of(
        ArmReply.error(
            403,
            "AuthorizationFailed",
            ("The client '%1$s' with object id '%1$s' does not have authorization to perform action"
                    + " '%2$s' over scope '/%3$s' or the scope is invalid. If access was recently"
                    + " granted, please refresh your credentials.")
                .formatted(request.principal(), action, String.join("/", request.path()))));
  }

  /** The action of a request: the types in its path, and read, write or delete. */
  static String action(ArmRequest request) {
    List<String> path = request.path();
    int providers = 0;
    while (providers < path.size() && !path.get(providers).equalsIgnoreCase("providers")) {
      providers++;
    }
    List<String> parts = new ArrayList<>();
    if (providers + 1 < path.size()) {
      parts.add(path.get(providers + 1));
      for (int i = providers + 2; i < path.size(); i += 2) {
        parts.add(path.get(i));
      }
    } else {
      parts.add("Microsoft.Resources/subscriptions");
    }
    parts.add(
        switch (request.method()) {
          case "GET", "HEAD" -> "read";
          case "DELETE" -> "delete";
          case "POST" -> "action";
          default -> "write";
        });
    return String.join("/", parts);
  }
}
