package io.linkfleet.ag.pair;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is true about one database, and the availability groups, on both servers of a pair now.
 *
 * @param source the server that the pair names first; empty when it does not answer and the visit
 *     goes on without it
 * @param partner the other server
 * @param lastStep when this pair was changed last, or null when nobody remembers
 * @param at when it was observed
 */
record PairState(
    Optional<Host> source, Optional<Host> partner, Instant lastStep, Instant at) {

  /**
   * A server.
   *
   * @param label its label in the fleet file
   * @param majorVersion 14 for SQL Server 2017, and so on
   * @param hadrEnabled whether Always On availability groups are switched on
   * @param backupDirectory its default backup directory; null when it does not tell
   * @param database the database, if it is there
   * @param groups all its groups, the distributed ones as well
   * @param copies what it says of the database's replicas
   * @param seedings the last seeding of the database that it sent in each group
   */
  record Host(
      String label,
      int majorVersion,
      boolean hadrEnabled,
      String backupDirectory,
      Optional<Database> database,
      List<Group> groups,
      List<Copy> copies,
      List<Seeding> seedings) {

    Optional<Group> group(String name) {
      return groups.stream().filter(group -> group.name().equalsIgnoreCase(name)).findFirst();
    }

    /** The availability group that holds the database here. */
    Optional<Group> holder() {
      return database.flatMap(
          d ->
              groups.stream()
                  .filter(group -> !group.distributed() && group.databases().contains(d.name()))
                  .findFirst());
    }

    /** What it says of its own replica of the database in that group, or of the other's. */
    Optional<Copy> copy(String group, boolean local) {
      return copies.stream()
          .filter(copy -> copy.group().equalsIgnoreCase(group) && copy.local() == local)
          .findFirst();
    }

    Optional<Seeding> seeding(String group) {
      return seedings.stream().filter(it -> it.group().equalsIgnoreCase(group)).findFirst();
    }
  }

  /**
   * The database on one server.
   *
   * @param id its id; 1 to 4 are the system's
   * @param name its exact name
   * @param state ONLINE, RESTORING, OFFLINE and so on
   * @param access MULTI_USER, SINGLE_USER or RESTRICTED_USER
   * @param readOnly whether it is read-only
   * @param autoClose whether it closes with its last user
   * @param recoveryModel FULL, BULK_LOGGED or SIMPLE
   * @param visible whether the login may see its recovery status
   * @param logChain whether a full backup has begun its log chain
   * @param mirrored whether it has a mirroring session
   */
  record Database(
      int id,
      String name,
      String state,
      String access,
      boolean readOnly,
      boolean autoClose,
      String recoveryModel,
      boolean visible,
      boolean logChain,
      boolean mirrored) {

    boolean isFull() {
      return recoveryModel.equals("FULL");
    }

    boolean needsBackup() {
      return !logChain || recoveryModel.equals("SIMPLE");
    }
  }

  /**
   * An availability group or a distributed one, as one server shows it.
   *
   * @param name its name
   * @param id its id, the same on every server that hosts a replica of a group
   * @param distributed whether it is distributed
   * @param clusterType NONE, WSFC or EXTERNAL
   * @param required how many synchronous secondaries a commit needs
   * @param members its replicas, or its member groups
   * @param databases the databases in it
   */
  record Group(
      String name,
      String id,
      boolean distributed,
      String clusterType,
      int required,
      List<Member> members,
      List<String> databases) {

    Optional<Member> local() {
      return members.stream().filter(Member::local).findFirst();
    }

    Optional<Member> member(String other) {
      return members.stream().filter(it -> it.name().equalsIgnoreCase(other)).findFirst();
    }

    /** PRIMARY, SECONDARY or RESOLVING on this server; RESOLVING when it does not say. */
    String role() {
      return local().map(Member::role).filter(it -> it != null).orElse("RESOLVING");
    }

    boolean isPrimary() {
      return role().equals("PRIMARY");
    }

    boolean isSecondary() {
      return role().equals("SECONDARY");
    }
  }

  /**
   * A replica of a group, or a member of a distributed group.
   *
   * @param name the server, or the member group
   * @param url its endpoint or listener URL
   * @param availability SYNCHRONOUS_COMMIT or ASYNCHRONOUS_COMMIT
   * @param failover MANUAL or AUTOMATIC
   * @param seeding AUTOMATIC or MANUAL
   * @param local whether it is this server's side
   * @param role PRIMARY, SECONDARY or RESOLVING; null when unknown
   * @param connected whether this server sees it
   * @param error what went wrong at the last attempt to reach it, or null
   */
  record Member(
      String name,
      String url,
      String availability,
      String failover,
      String seeding,
      boolean local,
      String role,
      boolean connected,
      String error) {}

  /**
   * A replica of the database as one server shows it.
   *
   * @param group the group, or the distributed group
   * @param local whether it is this server's
   * @param state SYNCHRONIZED, SYNCHRONIZING, NOT SYNCHRONIZING and so on
   * @param suspended whether data movement is suspended
   * @param reason why, as SQL Server says it, or null
   * @param hardened the end of the log on its disk, or null
   */
  record Copy(
      String group,
      boolean local,
      String state,
      boolean suspended,
      String reason,
      BigDecimal hardened) {

    boolean moves() {
      return state.equals("SYNCHRONIZED") || state.equals("SYNCHRONIZING");
    }
  }

  /**
   * The last seeding that a server sent.
   *
   * @param group the group, or the distributed group
   * @param state COMPLETED, FAILED, SEEDING and so on
   * @param failure why it failed, or null
   */
  record Seeding(String group, String state, String failure) {
    boolean failed() {
      return state.equals("FAILED");
    }

    /** What a server answers that may not create databases for the group. */
    boolean lacksPermission() {
      return failed() && failure != null && failure.startsWith("Seeding Check Message Timeout");
    }

    boolean nameIsTaken() {
      return failed() && failure != null && failure.startsWith("Database with name");
    }
  }

  /** Those who answer, the source first. */
  List<Host> hosts() {
    return Stream.concat(source.stream(), partner.stream()).toList();
  }

  /** The name of the database as a server spells it. */
  String database(String wanted) {
    return hosts().stream()
        .flatMap(host -> host.database().stream())
        .map(Database::name)
        .findFirst()
        .orElse(wanted);
  }
}
