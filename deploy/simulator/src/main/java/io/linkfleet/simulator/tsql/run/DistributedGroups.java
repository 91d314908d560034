package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.tsql.DistributedMessage;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.syntax.Definition;
import io.linkfleet.simulator.tsql.syntax.Definition.Member;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Distributed availability groups: two groups, of which one is local. */
final class DistributedGroups {
  private DistributedGroups() {}

  static void create(Definition.CreateGroup s, Work work) {
    if (!s.options().containsKey("DISTRIBUTED")) {
      throw DistributedMessage.MISSING_DISTRIBUTED.error();
    }
    if (s.options().size() > 1 || !s.ofGroups()) {
      throw DistributedMessage.OPTIONS_MIXED.error();
    }
    for (Member member : s.replicas()) {
      checkMember(member);
    }
    if (work.server.groups.containsKey(s.name())) {
      throw DistributedMessage.EXISTS.error(s.name());
    }
    try {
      createChecked(s, work);
    } catch (TsqlError error) {
      throw GroupStatements.failed(s.name(), error);
    }
  }

  private static void checkMember(Member member) {
    if (!member.options().containsKey("FAILOVER_MODE")) {
      throw ObjectMessage.NO_FAILOVER_MODE.error(member.name());
    }
    if (!member.options().containsKey("AVAILABILITY_MODE")) {
      throw ObjectMessage.NO_AVAILABILITY_MODE.error(member.name());
    }
    if (!member.options().get("FAILOVER_MODE").equals("MANUAL")) {
      throw Message.NOT_SIMULATED.error("a distributed group with automatic failover");
    }
    Replicas.checkTimeout(member, "CREATE AVAILABILITY GROUP");
  }

  /**
   * ALTER AVAILABILITY GROUP … JOIN AVAILABILITY GROUP ON, on the side that will follow. It talks
   * to nobody; that, and the second message after a failure, was inferred.
   */
  static void join(Definition.AlterGroup s, Work work) {
    s.members().forEach(DistributedGroups::checkMember);
    try {
      if (work.server.groups.containsKey(s.name())) {
        throw DistributedMessage.ALREADY_HOSTED.error(s.name());
      }
      AvailabilityGroup made = make(s.name(), s.members(), work);
      AvailabilityGroup member = work.server.localMember(made);
      if (!member.databases.isEmpty()) {
        throw DistributedMessage.JOIN_NOT_EMPTY.error(s.name(), member.name);
      }
      made.localRole = "SECONDARY";
      work.server.groups.put(made.name, made);
    } catch (TsqlError error) {
      throw GroupJoin.failed(s.name(), error);
    }
  }

  private static void createChecked(Definition.CreateGroup s, Work work) {
    AvailabilityGroup made = make(s.name(), s.replicas(), work);
    checkLink(made, work);
    work.server.groups.put(made.name, made);
  }

  /** What a link that begins here must be; the order of these checks was inferred. */
  private static void checkLink(AvailabilityGroup made, Work work) {
    AvailabilityGroup local = work.server.localMember(made);
    for (Replica member : made.replicas) {
      if (member.local || !leadsToInstance(member)) {
        continue;
      }
      if (member.seedingMode != 0) {
        throw DistributedMessage.LINK_SEEDS_ITSELF.error(member.serverName);
      }
      if (member.availabilityMode == 1) {
        throw DistributedMessage.LINK_BEGINS_ASYNCHRONOUS.error(member.serverName);
      }
      if (local.databases.size() > 1) {
        throw DistributedMessage.LINK_ONE_DATABASE.error(made.name, local.name);
      }
    }
  }

  private static boolean leadsToInstance(Replica member) {
    return member.endpointUrl.toLowerCase(Locale.ROOT).contains(";server=");
  }

  /** 47503 for a second database of a group from which a link leads to an instance. */
  static void checkAddition(AvailabilityGroup group, int added, Work work) {
    for (AvailabilityGroup link : work.server.groups.values()) {
      boolean ours = link.distributed && work.server.localMember(link) == group;
      boolean full = group.databases.size() + added > 1;
      if (ours && full && link.replicas.stream().anyMatch(m -> !m.local && leadsToInstance(m))) {
        throw DistributedMessage.LINK_HAS_ITS_DATABASE.error(group.name, link.name);
      }
    }
  }

  private static AvailabilityGroup make(String name, List<Member> members, Work work) {
    Set<String> names = names(members.stream().map(Member::name).toList());
    if (members.size() != 2 || names.size() != 2) {
      // no source says what a server answers
      throw Message.NOT_SIMULATED.error("a distributed group of other than two different groups");
    }
    Optional<Member> local = members.stream().filter(m -> isLocal(m, work)).findFirst();
    if (local.isEmpty()) {
      throw DistributedMessage.NO_LOCAL.error();
    }
    for (AvailabilityGroup other : work.server.groups.values()) {
      if (other.distributed
          && names(other.replicas.stream().map(r -> r.serverName).toList()).equals(names)) {
        throw DistributedMessage.SAME_MEMBERS.error(name);
      }
    }
    for (Member member : members) {
      checkUrl(member, work);
    }
    if (work.server.groups.get(local.get().name()).basic) {
      throw DistributedMessage.BASIC_MEMBER.error(name);
    }
    var group = new AvailabilityGroup();
    group.name = name;
    group.distributed = true;
    // a distributed group belongs to no cluster; the number was never seen on a real server
    group.clusterType = 0;
    group.localRole = work.server.groups.get(local.get().name()).localRole;
    for (Member member : members) {
      Replica replica = new Replica();
      replica.serverName = member.name();
      replica.createdAt = work.now();
      replica.local = member == local.get();
      replica.connected = replica.local;
      Replicas.apply(member, replica);
      group.replicas.add(replica.local ? 0 : group.replicas.size(), replica);
    }
    return group;
  }

  private static Set<String> names(Iterable<String> members) {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    members.forEach(names::add);
    return names;
  }

  private static boolean isLocal(Member member, Work work) {
    AvailabilityGroup group = work.server.groups.get(member.name());
    return group != null && !group.distributed;
  }

  private static void checkUrl(Member member, Work work) {
    String url = member.options().getOrDefault("LISTENER_URL", "");
    Replicas.checkListenerUrl(url, work.server.description.azureConnect());
  }

  /** ALTER AVAILABILITY GROUP … MODIFY AVAILABILITY GROUP ON. */
  static void modify(Definition.AlterGroup s, Work work) {
    AvailabilityGroup group = work.server.groups.get(s.name());
    if (group == null) {
      throw DistributedMessage.UNKNOWN.error(s.name());
    }
    if (!group.distributed) {
      throw DistributedMessage.ONLY_DISTRIBUTED.error(s.name());
    }
    for (Member member : s.members()) {
      Replica replica =
          group.replicas.stream()
              .filter(r -> r.serverName.equalsIgnoreCase(member.name()))
              .findFirst()
              .orElseThrow(() -> DistributedMessage.NO_MEMBER.error(member.name(), group.name));
      Replicas.checkChange(member, replica, "ALTER AVAILABILITY GROUP");
      if (member.options().containsKey("LISTENER_URL")) {
        checkUrl(member, work);
      }
    }
    for (Member member : s.members()) {
      for (Replica replica : group.replicas) {
        if (replica.serverName.equalsIgnoreCase(member.name())) {
          Replicas.apply(member, replica);
          replica.modifiedAt = work.now();
          GroupStatements.seedAgain(member, replica);
        }
      }
    }
  }
}
