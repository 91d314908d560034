package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import java.util.Locale;
import java.util.Optional;

/**
 * Owns the rules that a link has of its own when it begins on the instance: an empty group on a
 * SQL Server 2022 CU10 or later that may create databases, under a distributed group that was
 * joined.
 *
 * <p>Documented: the build and the statements. Inferred: which error each broken rule leads to.
 */
final class InstanceFirstRules {
  private InstanceFirstRules() {}

  static Optional<Refusal> build(Attempt attempt) {
    return attempt.server().description.isAtLeast(16, 0, 4095, 4)
        ? Optional.empty()
        : Optional.of(
            Refusal.unknownGroup("the server's build cannot receive a database of an instance"));
  }

  static Optional<Refusal> joined(Attempt attempt) {
    return attempt.restored() || attempt.distributed().localRole.equals("SECONDARY")
        ? Optional.empty()
        : Optional.of(
            Refusal.unknownGroup("the distributed group was created on the server, not joined"));
  }

  static Optional<Refusal> listenerDatabase(Attempt attempt) {
    String wanted = ";database=[" + attempt.link().targetDatabase + "]";
    boolean named =
        Attempt.remote(attempt.distributed())
            .filter(
                member ->
                    member.endpointUrl
                        .toLowerCase(Locale.ROOT)
                        .contains(wanted.toLowerCase(Locale.ROOT)))
            .isPresent();
    return named
        ? Optional.empty()
        : Optional.of(
            Refusal.unknownGroup("the remote LISTENER_URL lacks ;Database=[database]"));
  }

  static Optional<Refusal> emptyGroup(Attempt attempt) {
    AvailabilityGroup group = attempt.group();
    String target = attempt.link().targetDatabase;
    if (attempt.restored()) {
      return group.databases.stream().anyMatch(d -> d.name.equalsIgnoreCase(target))
          ? Optional.empty()
          : silent("the group on the server does not hold the database any longer");
    }
    if (!group.databases.isEmpty()) {
      return silent("the group on the server is not empty");
    }
    if (attempt.server().databases.containsKey(target)) {
      return silent("the server already has a database of that name");
    }
    return group.mayCreateDatabases
        ? Optional.empty()
        : silent("the group on the server may not create databases");
  }

  private static Optional<Refusal> silent(String rule) {
    return Optional.of(
        new Refusal(rule, LinkError.DATABASE_NOT_RESPONDING, true, ServerError::timeout));
  }
}
