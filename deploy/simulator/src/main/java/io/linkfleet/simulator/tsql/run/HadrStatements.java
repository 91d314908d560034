package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Login.Permission;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.network.GroupCopies;
import io.linkfleet.simulator.network.Peers;
import io.linkfleet.simulator.tsql.GroupMessage;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.MirroringMessage;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.syntax.Definition.Hadr;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * ALTER DATABASE … SET HADR, under the locks of this server and of the other replicas.
 *
 * <p>1412 and 1478 for a copy that misses log are recalled; the order of the checks was inferred,
 * and that these errors come without 5069.
 */
final class HadrStatements {
  private static final int USER = 0;
  private static final int PARTNER = 1;

  private final Hadr s;
  private final Work work;
  private final Peers peers;

  private HadrStatements(Hadr s, Work work) {
    this.s = s;
    this.work = work;
    this.peers = new Peers(work.session.world);
  }

  static void run(Hadr s, Work work) {
    var statement = new HadrStatements(s, work);
    Peers.locked(statement.concerned(), statement::run);
  }

  private String name() {
    return s.name() == null ? work.session.database : s.name();
  }

  private AvailabilityGroup group() {
    if (s.group() != null) {
      return work.server.groups.get(s.group());
    }
    Database d = work.server.databases.get(name());
    return d == null ? null : d.group;
  }

  private List<SqlServer> concerned() {
    var servers = new ArrayList<SqlServer>();
    servers.add(work.server);
    Peers.locked(
        List.of(work.server),
        () -> {
          AvailabilityGroup group = group();
          if (group != null) {
            group.replicas.stream()
                .map(replica -> server(group, replica))
                .filter(Objects::nonNull)
                .forEach(servers::add);
          }
        });
    return servers;
  }

  /** The server of a replica; of a member group, the one behind its listener. */
  private SqlServer server(AvailabilityGroup group, Replica replica) {
    return group.distributed
        ? peers.at(replica.endpointUrl).orElse(null)
        : work.session.world.servers.get(replica.serverName);
  }

  private void run() {
    work.refuseTransaction(ObjectMessage.IN_TRANSACTION, "ALTER DATABASE");
    if (!Access.has(work.login, Permission.ALTER_ANY_DATABASE)) {
      throw ObjectMessage.NO_DATABASE_TO_ALTER.error(name())
          .then(ObjectMessage.ALTER_DATABASE_FAILED.with());
    }
    if (!work.server.description.hadrEnabled()) {
      throw ObjectMessage.HADR_DISABLED.error();
    }
    if (Databases.isSystem(name())) {
      throw ObjectMessage.GROUP_SYSTEM_DATABASE.error(name());
    }
    Database d = work.server.databases.get(name());
    if (s.action().equals("JOIN")) {
      join(d);
      return;
    }
    if (d == null) {
      throw ObjectMessage.NO_DATABASE_TO_ALTER.error(name())
          .then(ObjectMessage.ALTER_DATABASE_FAILED.with());
    }
    if (d.group == null) {
      throw ObjectMessage.NOT_IN_GROUP.error(d.name);
    }
    switch (s.action()) {
      case "OFF" -> off(d);
      case "SUSPEND" -> d.suspendReason = USER;
      default -> resume(d);
    }
  }

  private void join(Database d) {
    AvailabilityGroup group = work.server.groups.get(s.group());
    if (group == null) {
      throw Message.MISSING.error("alter", "availability group", s.group());
    }
    if (d == null) {
      throw GroupMessage.NO_DATABASE_TO_JOIN.error(name(), group.name);
    }
    if (group.localRole.equals("PRIMARY")) {
      throw GroupMessage.ON_PRIMARY.error(d.name, group.name);
    }
    AvailabilityGroup entered = group.distributed ? work.server.localMember(group) : group;
    if (d.group != null && d.group == entered) {
      work.tell(GroupMessage.ALREADY_JOINED.with(d.name, group.name));
      return;
    }
    if (d.group != null) {
      throw GroupMessage.IN_OTHER_GROUP.error(d.name);
    }
    AvailabilityGroup primary =
        primary(group).orElseThrow(GroupMessage.NOT_CONNECTED::error);
    Database original =
        primary.databases.stream()
            .filter(there -> there.name.equalsIgnoreCase(d.name))
            .findFirst()
            .orElseThrow(() -> GroupMessage.NOT_LISTED.error(d.name, group.name));
    if (!d.state.equals("RESTORING")) {
      throw MirroringMessage.NOT_RESTORING.error(d.name);
    }
    MirroringPartners.checkLog(original, d);
    GroupCopies.enter(entered, d, original);
  }

  /** The group that holds the primary's databases, when a connection to its server stands. */
  private Optional<AvailabilityGroup> primary(AvailabilityGroup group) {
    for (Replica replica : group.replicas) {
      SqlServer server = server(group, replica);
      if (replica.local || server == null || !peers.standing(work.server, server)) {
        continue;
      }
      AvailabilityGroup there = server.groups.get(group.name);
      if (there == null || !there.localRole.equals("PRIMARY")) {
        continue;
      }
      if (group.distributed && there.distributed) {
        return Optional.ofNullable(server.localMember(there));
      }
      if (there.id.equals(group.id)) {
        return Optional.of(there);
      }
    }
    return Optional.empty();
  }

  private void off(Database d) {
    if (work.server.isWritable(d.group)) {
      throw GroupMessage.ON_PRIMARY.error(d.name, d.group.name);
    }
    GroupCopies.leave(d.group, d);
  }

  /** On the primary also what waits since a forced failover; what somebody stopped stays so. */
  private void resume(Database d) {
    d.suspendReason = null;
    if (d.group.isSecondary()) {
      return;
    }
    for (Replica replica : d.group.replicas) {
      SqlServer server = work.session.world.servers.get(replica.serverName);
      if (replica.local || server == null || !peers.standing(work.server, server)) {
        continue;
      }
      AvailabilityGroup there = server.groups.get(d.group.name);
      Database copy =
          there == null || !there.id.equals(d.group.id)
              ? null
              : GroupCopies.find(there, d.groupDatabaseId);
      if (copy != null && copy.suspendReason != null && copy.suspendReason == PARTNER) {
        copy.suspendReason = null;
      }
    }
  }
}
