package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Login;
import io.linkfleet.simulator.engine.Login.Permission;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.ReplicaDatabase;
import io.linkfleet.simulator.network.GroupCopies;
import io.linkfleet.simulator.tsql.DistributedMessage;
import io.linkfleet.simulator.tsql.GroupMessage;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.syntax.Definition;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * CREATE, ALTER and DROP AVAILABILITY GROUP; what is particular to distributed groups is in {@link
 * DistributedGroups}. The order of the checks was inferred, never seen on a real server.
 */
final class GroupStatements {
  private GroupStatements() {}

  static void create(Definition.CreateGroup s, Work work) {
    demandGroupDdl(work, "CREATE AVAILABILITY GROUP");
    boolean distributed = s.options().containsKey("DISTRIBUTED");
    if (distributed || s.ofGroups()) {
      DistributedGroups.create(s, work);
      return;
    }
    for (Definition.Member replica : s.replicas()) {
      Replicas.check(replica, "CREATE AVAILABILITY GROUP");
    }
    checkClusterType(s);
    if (work.server.groups.containsKey(s.name())) {
      throw ObjectMessage.GROUP_EXISTS.error(s.name());
    }
    try {
      createChecked(s, work);
    } catch (TsqlError error) {
      throw failed(s.name(), error);
    }
  }

  /** Permission, transaction, HADR and database context, in this order. */
  static void demandGroupDdl(Work work, String statement) {
    Access.demand(work.login, Permission.ALTER_ANY_AVAILABILITY_GROUP);
    work.refuseTransaction(ObjectMessage.IN_USER_TRANSACTION, statement);
    if (!work.server.description.hadrEnabled()) {
      throw ObjectMessage.HADR_DISABLED.error();
    }
    if (!work.inMaster()) {
      throw ObjectMessage.GROUP_NOT_IN_MASTER.error();
    }
  }

  /** The error, and after it the one that names the statement. */
  static TsqlError failed(String group, TsqlError cause) {
    int number = cause.messages().get(0).number();
    return number == Message.NOT_SIMULATED.number()
        ? cause
        : cause.then(ObjectMessage.CREATE_GROUP_FAILED.with(group, number));
  }

  private static void checkClusterType(Definition.CreateGroup s) {
    boolean automatic =
        s.replicas().stream().anyMatch(r -> "AUTOMATIC".equals(r.options().get("FAILOVER_MODE")));
    if (automatic && "NONE".equals(s.options().get("CLUSTER_TYPE"))) {
      throw Message.NOT_SIMULATED.error("FAILOVER_MODE = AUTOMATIC with CLUSTER_TYPE = NONE");
    }
  }

  private static void createChecked(Definition.CreateGroup s, Work work) {
    Set<String> names = new HashSet<>();
    for (Definition.Member replica : s.replicas()) {
      if (!names.add(replica.name().toLowerCase(Locale.ROOT))) {
        throw ObjectMessage.REPLICA_TWICE.error(replica.name());
      }
    }
    if (!names.contains(work.server.name().toLowerCase(Locale.ROOT))) {
      throw ObjectMessage.NO_LOCAL_REPLICA.error(s.name());
    }
    List<Database> databases = joinable(s.databases(), s.name(), work);
    var group = new AvailabilityGroup();
    group.name = s.name();
    applyOptions(group, s.options());
    for (Definition.Member member : s.replicas()) {
      Replica replica = replica(member, work);
      group.replicas.add(replica.local ? 0 : group.replicas.size(), replica);
    }
    checkClusterAccount(group, work);
    databases.forEach(database -> join(group, database));
    work.server.groups.put(s.name(), group);
  }

  /**
   * In a Windows cluster the cluster's own account brings the group online, which needs permissions
   * on the server. It is looked at only where its login has been made.
   */
  private static void checkClusterAccount(AvailabilityGroup group, Work work) {
    Login account = work.server.logins.get("NT AUTHORITY\\SYSTEM");
    if (group.clusterType != 0 || account == null) {
      return;
    }
    boolean may =
        Access.has(account, Permission.ALTER_ANY_AVAILABILITY_GROUP)
            && Access.has(account, Permission.VIEW_SERVER_STATE);
    if (!may) {
      throw GroupMessage.NOT_ONLINE.error(group.name);
    }
  }

  private static void join(AvailabilityGroup group, Database database) {
    database.group = group;
    database.groupDatabaseId = UUID.randomUUID();
    group.databases.add(database);
  }

  /** The databases, each found fit to join, in the order of checks of the facts. */
  private static List<Database> joinable(List<String> names, String group, Work work) {
    Set<String> seen = new HashSet<>();
    return names.stream()
        .map(
            name -> {
              if (Databases.isSystem(name)) {
                throw ObjectMessage.GROUP_SYSTEM_DATABASE.error(name);
              }
              Database database = work.server.databases.get(name);
              if (database == null) {
                throw ObjectMessage.GROUP_NO_DATABASE.error(name, group);
              }
              if (!seen.add(database.name.toLowerCase(Locale.ROOT))) {
                throw ObjectMessage.GROUP_DATABASE_TWICE.error(name);
              }
              checkJoinable(database, group);
              return database;
            })
        .toList();
  }

  private static void checkJoinable(Database d, String group) {
    if (d.group != null) {
      throw ObjectMessage.GROUP_DATABASE_TAKEN.error(d.name, group);
    } else if (d.mirroring != null) {
      throw ObjectMessage.RECOVERY_IN_GROUP.error(d.name);
    } else if (d.state.equals("OFFLINE")) {
      throw ObjectMessage.DATABASE_OFFLINE.error(d.name);
    } else if (!d.state.equals("ONLINE")) {
      // never seen on a real server: which number a restoring database gives here
      throw ObjectMessage.DATABASE_RESTORING.error(d.name);
    } else if (d.readOnly) {
      throw ObjectMessage.DATABASE_READ_ONLY.error(d.name);
    } else if (d.singleUser) {
      throw ObjectMessage.DATABASE_SINGLE_USER.error(d.name);
    } else if (d.autoClose) {
      throw ObjectMessage.DATABASE_AUTO_CLOSE.error(d.name);
    } else if (!d.recoveryModel.equals("FULL")) {
      throw ObjectMessage.DATABASE_NOT_FULL.error(d.name);
    } else if (d.lastLogBackupLsn == null) {
      throw ObjectMessage.DATABASE_NO_CHAIN.error(d.name);
    }
  }

  private static void applyOptions(AvailabilityGroup group, Map<String, String> options) {
    options.forEach(
        (option, value) -> {
          switch (option) {
            case "CLUSTER_TYPE" ->
                group.clusterType = List.of("WSFC", "EXTERNAL", "NONE").indexOf(value);
            case "AUTOMATED_BACKUP_PREFERENCE" ->
                group.backupPreference =
                    List.of("PRIMARY", "SECONDARY_ONLY", "SECONDARY", "NONE").indexOf(value);
            case "FAILURE_CONDITION_LEVEL" -> group.failureConditionLevel = Integer.parseInt(value);
            case "HEALTH_CHECK_TIMEOUT" -> group.healthCheckTimeout = Integer.parseInt(value);
            case "DB_FAILOVER" -> group.databaseFailover = value.equals("ON");
            case "DTC_SUPPORT" -> group.dtcSupport = value.equals("PER_DB");
            case "BASIC" -> group.basic = true;
            case "REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT" ->
                group.requiredSynchronizedSecondaries = Integer.parseInt(value);
            default -> throw Message.NOT_SIMULATED.error("the group option " + option);
          }
        });
  }

  static void alter(Definition.AlterGroup s, Work work) {
    demandGroupDdl(work, "ALTER AVAILABILITY GROUP");
    if (s.action().equals("MODIFY AVAILABILITY GROUP")) {
      DistributedGroups.modify(s, work);
      return;
    }
    if (s.action().equals("JOIN")) {
      GroupJoin.join(s, work);
      return;
    }
    if (s.action().equals("JOIN AVAILABILITY GROUP")) {
      DistributedGroups.join(s, work);
      return;
    }
    AvailabilityGroup group = work.server.groups.get(s.name());
    if (group == null) {
      throw Message.MISSING.error("alter", "availability group", s.name());
    }
    switch (s.action()) {
      case "SET" -> set(s, group, work);
      case "ADD DATABASE" -> {
        refuseDistributed(group);
        demandPrimary(group);
        if (!work.server.isWritable(group)) {
          throw Message.NOT_SIMULATED.error("ADD DATABASE on the secondary of a distributed group");
        }
        List<Database> added = joinable(s.databases(), group.name, work);
        DistributedGroups.checkAddition(group, added.size(), work);
        added.forEach(database -> join(group, database));
        group.changed();
      }
      case "REMOVE DATABASE" -> remove(s, group, work);
      case "MODIFY REPLICA" -> modifyReplica(s, group, work);
      case "ADD REPLICA" -> addReplica(s, group, work);
      case "REMOVE REPLICA" -> removeReplica(s, group);
      case "GRANT CREATE ANY DATABASE" -> group.mayCreateDatabases = true;
      case "DENY CREATE ANY DATABASE" -> group.mayCreateDatabases = false;
      case "FAILOVER" -> Failovers.planned(group, work);
      case "FORCE_FAILOVER_ALLOW_DATA_LOSS" -> Failovers.forced(group);
      case "OFFLINE" -> Failovers.offline(group, work);
      default -> throw Message.NOT_SIMULATED.error("ALTER AVAILABILITY GROUP … " + s.action());
    }
  }

  private static void set(Definition.AlterGroup s, AvailabilityGroup group, Work work) {
    if (s.options().containsKey("ROLE")) {
      Failovers.secondary(group, work);
      return;
    }
    // documented: a distributed group knows this one option, from SQL Server 2022 on
    boolean required =
        s.options().keySet().equals(Set.of("REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT"));
    if (group.distributed && required && work.server.description.majorVersion() >= 16) {
      applyOptions(group, s.options());
      return;
    }
    refuseDistributed(group);
    if (s.options().containsKey("CLUSTER_TYPE") || s.options().containsKey("BASIC")) {
      throw Message.NOT_SIMULATED.error("changing CLUSTER_TYPE or BASIC of a group");
    }
    demandPrimary(group);
    applyOptions(group, s.options());
    group.changed();
  }

  private static void refuseDistributed(AvailabilityGroup group) {
    if (group.distributed) {
      throw DistributedMessage.NOT_FOR_DISTRIBUTED.error(group.name);
    }
  }

  private static void demandPrimary(AvailabilityGroup group) {
    if (!group.localRole.equals("PRIMARY")) {
      throw ObjectMessage.NOT_PRIMARY.error(group.name);
    }
  }

  private static void remove(Definition.AlterGroup s, AvailabilityGroup group, Work work) {
    refuseDistributed(group);
    demandPrimary(group);
    for (String name : s.databases()) {
      Database member =
          group.databases.stream()
              .filter(d -> d.name.equalsIgnoreCase(name))
              .findFirst()
              .orElseThrow(() -> ObjectMessage.REMOVE_NOT_IN_GROUP.error(name, group.name));
      leave(group, member, work);
    }
    group.changed();
  }

  /** A primary database serves on alone, a secondary one stays behind in RESTORING. */
  private static void leave(AvailabilityGroup group, Database database, Work work) {
    if (!work.server.isWritable(group)) {
      GroupCopies.leave(group, database);
      return;
    }
    group.databases.remove(database);
    database.group = null;
    database.groupDatabaseId = null;
    database.suspendReason = null;
  }

  private static void modifyReplica(
      Definition.AlterGroup s, AvailabilityGroup group, Work work) {
    refuseDistributed(group);
    demandPrimary(group);
    for (Definition.Member member : s.members()) {
      Replica replica =
          find(group, member)
              .orElseThrow(() -> ObjectMessage.NO_REPLICA.error(member.name(), group.name));
      Replicas.checkChange(member, replica, "ALTER AVAILABILITY GROUP");
      Replicas.apply(member, replica);
      replica.modifiedAt = work.now();
      seedAgain(member, replica);
    }
    group.changed();
  }

  /** A seeding that failed for good begins again when the mode is set again. */
  static void seedAgain(Definition.Member member, Replica replica) {
    if (!"AUTOMATIC".equals(member.options().get("SEEDING_MODE"))) {
      return;
    }
    for (ReplicaDatabase there : replica.databases.values()) {
      if (there.seeding != null && there.seeding.state.equals("FAILED")) {
        there.seeding = null;
      }
    }
  }

  private static void addReplica(
      Definition.AlterGroup s, AvailabilityGroup group, Work work) {
    refuseDistributed(group);
    demandPrimary(group);
    for (Definition.Member member : s.members()) {
      Replicas.check(member, "ALTER AVAILABILITY GROUP");
      if (find(group, member).isPresent()) {
        throw GroupMessage.REPLICA_EXISTS.error(member.name(), group.name);
      }
    }
    s.members().forEach(member -> group.replicas.add(replica(member, work)));
    group.changed();
  }

  private static void removeReplica(Definition.AlterGroup s, AvailabilityGroup group) {
    refuseDistributed(group);
    for (Definition.Member member : s.members()) {
      Replica replica =
          find(group, member)
              .orElseThrow(
                  () -> GroupMessage.NO_REPLICA_TO_REMOVE.error(member.name(), group.name));
      if (replica.local) {
        throw GroupMessage.REPLICA_IS_LOCAL.error(replica.serverName, group.name);
      }
      demandPrimary(group);
      group.replicas.remove(replica);
    }
    group.changed();
  }

  private static Optional<Replica> find(AvailabilityGroup group, Definition.Member member) {
    return group.replicas.stream()
        .filter(replica -> replica.serverName.equalsIgnoreCase(member.name()))
        .findFirst();
  }

  private static Replica replica(Definition.Member member, Work work) {
    Replica replica = new Replica();
    replica.serverName = member.name();
    replica.createdAt = work.now();
    replica.local = member.name().equalsIgnoreCase(work.server.name());
    replica.connected = replica.local;
    replica.joined = replica.local;
    Replicas.apply(member, replica);
    return replica;
  }

  static void drop(Definition.DropGroup s, Work work) {
    demandGroupDdl(work, "DROP AVAILABILITY GROUP");
    AvailabilityGroup group = work.server.groups.get(s.name());
    if (group == null) {
      throw Message.MISSING.error("drop", "availability group", s.name());
    }
    for (AvailabilityGroup other : work.server.groups.values()) {
      if (other.distributed && work.server.localMember(other) == group) {
        throw DistributedMessage.USED_BY_DISTRIBUTED.error(group.name, other.name);
      }
    }
    List.copyOf(group.databases).forEach(database -> leave(group, database, work));
    work.server.groups.remove(s.name());
  }
}
