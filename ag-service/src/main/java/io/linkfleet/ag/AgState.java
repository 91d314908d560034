package io.linkfleet.ag;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is true about a database, its server and the server's groups now.
 *
 * @param server the server
 * @param database the database, spelled as the server spells it
 * @param groups all availability groups and distributed availability groups of the server
 * @param at when it was observed; a new backup file carries it in its name
 */
record AgState(Server server, Optional<Database> database, List<Group> groups, Instant at) {

  /**
   * The server.
   *
   * @param majorVersion 13 for SQL Server 2016, 14 for 2017, and so on
   * @param hadrEnabled whether Always On availability groups are switched on
   * @param backupDirectory its default backup directory; null when it does not tell
   */
  record Server(int majorVersion, boolean hadrEnabled, String backupDirectory) {
    /** CLUSTER_TYPE came with SQL Server 2017. */
    boolean knowsClusterType() {
      return majorVersion >= 14;
    }

    /** SERVERPROPERTY('InstanceDefaultBackupPath') came with SQL Server 2019. */
    boolean tellsBackupDirectory() {
      return majorVersion >= 15;
    }
  }

  /** Whether the log chain of a database has been started by a full backup. */
  enum LogChain {
    STARTED,
    NOT_STARTED,
    /** The login may not see the row of sys.database_recovery_status. */
    NOT_VISIBLE
  }

  /**
   * The database.
   *
   * @param id its id; 1 to 4 are the system's
   * @param name its exact name
   * @param state ONLINE, RESTORING, OFFLINE and so on
   * @param access MULTI_USER, SINGLE_USER or RESTRICTED_USER
   * @param readOnly whether it is read-only
   * @param autoClose whether it closes with its last user
   * @param recoveryModel FULL, BULK_LOGGED or SIMPLE
   * @param logChain whether its log chain has been started
   * @param mirroringRole PRINCIPAL or MIRROR; null when it is not mirrored
   */
  record Database(
      int id,
      String name,
      String state,
      String access,
      boolean readOnly,
      boolean autoClose,
      String recoveryModel,
      LogChain logChain,
      String mirroringRole) {

    boolean isSystem() {
      return id <= 4;
    }

    /** As after a restart of the server; it passes by itself. */
    boolean isRecovering() {
      return state.equals("RECOVERING");
    }

    boolean isFull() {
      return recoveryModel.equals("FULL");
    }

    /** The first full backup starts the chain anew when the model was SIMPLE. */
    boolean needsBackup() {
      return logChain == LogChain.NOT_STARTED || recoveryModel.equals("SIMPLE");
    }
  }

  /**
   * An availability group or a distributed availability group.
   *
   * @param name its name
   * @param distributed whether it is distributed
   * @param members its replicas; for a distributed one its member groups
   * @param databases the databases in it; none for a distributed one
   */
  record Group(String name, boolean distributed, List<Member> members, List<String> databases) {
    boolean isCalled(String other) {
      return name.equalsIgnoreCase(other);
    }

    /** The side of this server, if it shows. */
    Optional<Member> local() {
      return members.stream().filter(Member::local).findFirst();
    }

    Optional<Member> member(String other) {
      return members.stream().filter(member -> member.isCalled(other)).findFirst();
    }
  }

  /**
   * A replica of a group, or a member of a distributed group.
   *
   * @param name the server; in a distributed group the member group or the managed instance
   * @param url its endpoint or listener URL as it was given
   * @param availabilityMode ASYNCHRONOUS_COMMIT or SYNCHRONOUS_COMMIT
   * @param failoverMode MANUAL or AUTOMATIC
   * @param seedingMode AUTOMATIC or MANUAL
   * @param local whether it is this server's side
   * @param role PRIMARY, SECONDARY or RESOLVING; null when unknown
   */
  record Member(
      String name,
      String url,
      String availabilityMode,
      String failoverMode,
      String seedingMode,
      boolean local,
      String role) {

    /** Names of servers, groups and instances: a name that differs in case alone is no other. */
    boolean isCalled(String other) {
      return name.equalsIgnoreCase(other);
    }

    boolean isPrimary() {
      return "PRIMARY".equals(role);
    }

    /** Scheme and host in any case; what follows the address, such as Server=[...], exactly. */
    boolean hasUrl(String other) {
      return address(url).equalsIgnoreCase(address(other))
          && url.substring(address(url).length()).equals(other.substring(address(other).length()));
    }

    private static String address(String url) {
      int end = url.indexOf(';');
      return end < 0 ? url : url.substring(0, end);
    }
  }

  /** The group or distributed group of that name. */
  Optional<Group> called(String name) {
    return groups.stream().filter(group -> group.isCalled(name)).findFirst();
  }

  /** The availability group that holds the database. */
  Optional<Group> holder() {
    return database.flatMap(
        wanted ->
            groups.stream()
                .filter(group -> !group.distributed() && group.databases().contains(wanted.name()))
                .findFirst());
  }

  /** The distributed group that joins a group with an instance, whatever its name. */
  Optional<Group> joining(String group, String instance) {
    return groups.stream()
        .filter(Group::distributed)
        .filter(it -> it.member(group).isPresent() && it.member(instance).isPresent())
        .findFirst();
  }
}
