package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Replica;
import java.util.Optional;

/** Owns the rules about groups, names, addresses and the database. */
final class GroupRules {
  /** The mirroring port of every managed instance. */
  private static final int INSTANCE_PORT = 5022;

  /** The instance behind the address was not named, so nobody can be redirected to it. */
  static final String NO_REDIRECT = "the remote LISTENER_URL lacks ;Server=[instance]";

  /** Its listener URLs cannot name an instance. */
  static final String NO_PACK = "the server lacks the Azure Connect Pack";

  private GroupRules() {}

  static Optional<Refusal> connectPack(Attempt attempt) {
    // Seen in the field on SQL Server 2017 without the pack: the redirect string stays empty.
    return attempt.server().description.azureConnect()
        ? Optional.empty()
        : unknown(NO_PACK);
  }

  static Optional<Refusal> collation(Attempt attempt) {
    // The article: a mismatch may lead to another casing of the server name and no connection.
    return attempt.server().description.collation().equalsIgnoreCase(attempt.instance().collation)
        ? Optional.empty()
        : Optional.of(Refusal.silence("the collations differ", LinkError.CONNECTION_FAILED));
  }

  static Optional<Refusal> group(Attempt attempt) {
    return attempt.group() != null
        ? Optional.empty()
        : unknown("the primary group does not exist on the server");
  }

  static Optional<Refusal> groupAddress(Attempt attempt) {
    boolean usable =
        Attempt.local(attempt.group())
            .filter(replica -> attempt.leadsHere(replica.endpointUrl))
            .isPresent();
    return usable
        ? Optional.empty()
        : unknown("the group's ENDPOINT_URL does not lead to the server's endpoint");
  }

  static Optional<Refusal> distributedGroup(Attempt attempt) {
    AvailabilityGroup distributed = attempt.distributed();
    if (distributed == null) {
      return unknown("no distributed group has the link's name");
    }
    Optional<Replica> local = Attempt.local(distributed);
    Optional<Replica> remote = Attempt.remote(distributed);
    if (local.isEmpty() || !same(local.get().serverName, attempt.link().primaryGroup)) {
      return unknown("the distributed group's local member is not the link's primary group");
    }
    if (remote.isEmpty() || !same(remote.get().serverName, attempt.link().secondaryGroup)) {
      return unknown("the distributed group's remote member is not the link's secondary group");
    }
    return Optional.empty();
  }

  static Optional<Refusal> localListener(Attempt attempt) {
    boolean usable =
        Attempt.local(attempt.distributed())
            .filter(member -> attempt.leadsHere(member.endpointUrl))
            .isPresent();
    return usable
        ? Optional.empty()
        : unknown("the local LISTENER_URL does not lead to the server's endpoint");
  }

  static Optional<Refusal> remoteListener(Attempt attempt) {
    Optional<Address> listener =
        Attempt.remote(attempt.distributed())
            .flatMap(member -> Address.parse(member.endpointUrl));
    if (listener.isEmpty()
        || !same(listener.get().host(), attempt.instance().fqdn)
        || listener.get().port() != INSTANCE_PORT) {
      return unknown("the remote LISTENER_URL does not lead to the instance");
    }
    if (listener.get().server() == null) {
      return unknown(NO_REDIRECT);
    }
    return same(listener.get().server(), attempt.instance().name)
        ? Optional.empty()
        : unknown("the remote LISTENER_URL names another instance in ;Server=[…]");
  }

  static Optional<Refusal> oneDatabase(Attempt attempt) {
    AvailabilityGroup group = attempt.group();
    boolean right =
        group.databases.size() == 1
            && same(group.databases.get(0).name, attempt.link().targetDatabase);
    if (right) {
      Database database = group.databases.get(0);
      return database.state.equals("ONLINE") && group.localRole.equals("PRIMARY")
          ? Optional.empty()
          : silentDatabase("the database is not online on the primary");
    }
    return silentDatabase("the primary group does not hold exactly the target database");
  }

  static Optional<Refusal> targetFree(Attempt attempt) {
    String status = attempt.instance().databases.get(attempt.link().targetDatabase);
    return status == null || attempt.restored()
        ? Optional.empty()
        : silentDatabase("the instance already has a database of that name");
  }

  private static boolean same(String one, String other) {
    return one != null && one.equalsIgnoreCase(other);
  }

  private static Optional<Refusal> unknown(String rule) {
    return Optional.of(Refusal.unknownGroup(rule));
  }

  private static Optional<Refusal> silentDatabase(String rule) {
    return Optional.of(
        new Refusal(rule, LinkError.DATABASE_NOT_RESPONDING, true, ServerError::timeout));
  }
}
