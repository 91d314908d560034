package io.linkfleet.ag.mirroring;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is true about one database on both servers of a pair now.
 *
 * @param source the server that the pair names first; empty when it does not answer and the visit
 *     goes on without it
 * @param partner the other server
 * @param backups what the history of the source knows of the database's backups, oldest first: full
 *     ones that are young enough to begin with, and the logs that a copy may need
 * @param at when it was observed; new backup files carry it in their names
 */
record MirroringState(
    Optional<Host> source, Optional<Host> partner, List<Backup> backups, Instant at) {

  /**
   * A server.
   *
   * @param label its label in the fleet file
   * @param majorVersion 13 for SQL Server 2016, and so on
   * @param dataDirectory where it puts data files by default; null when it does not tell
   * @param logDirectory where it puts log files by default; null when it does not tell
   * @param database the database, if it is there
   */
  record Host(
      String label,
      int majorVersion,
      String dataDirectory,
      String logDirectory,
      Optional<Database> database) {

    Optional<Session> session() {
      return database.map(Database::session);
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
   * @param group the availability group that holds it, or null
   * @param visible whether the login may see its recovery status
   * @param lastLogBackup where its last log backup ended; null before the log chain has begun
   * @param family the same for every copy that was ever restored from this one; null when unknown
   * @param fork the way it has gone since; null when unknown
   * @param redo up to where its log has been restored; null unless it is RESTORING
   * @param logRestored whether the last backup restored into it was one of the log
   * @param files its files
   * @param session its mirroring session, or null
   */
  record Database(
      int id,
      String name,
      String state,
      String access,
      boolean readOnly,
      boolean autoClose,
      String recoveryModel,
      String group,
      boolean visible,
      BigDecimal lastLogBackup,
      String family,
      String fork,
      BigDecimal redo,
      boolean logRestored,
      List<DatabaseFile> files,
      Session session) {

    boolean isSystem() {
      return id <= 4;
    }

    boolean isRestoring() {
      return state.equals("RESTORING");
    }

    boolean isFull() {
      return recoveryModel.equals("FULL");
    }

    /** Whether a full backup has begun its log chain, so that others may be copy-only. */
    boolean hasLogChain() {
      return lastLogBackup != null && !recoveryModel.equals("SIMPLE");
    }

    /**
     * Whether both are copies of one database that went the same way, as far as is known.
     *
     * <p>Unverified inference: that a copy that waits for log shows, as the fork of its files, the
     * recovery fork of the database it is to follow. It was never checked on a real server.
     */
    boolean follows(Database other) {
      return same(family, other.family) && same(fork, other.fork);
    }

    private static boolean same(String one, String other) {
      return one == null || other == null || one.equalsIgnoreCase(other);
    }
  }

  /**
   * A file of a database.
   *
   * @param logicalName its name in the database
   * @param path where it lies
   * @param log whether it holds log
   */
  record DatabaseFile(String logicalName, String path, boolean log) {}

  /**
   * One side of a mirroring session.
   *
   * @param role PRINCIPAL or MIRROR
   * @param state SYNCHRONIZED, SYNCHRONIZING, SUSPENDED, DISCONNECTED, PENDING_FAILOVER; null while
   *     unknown
   * @param safety FULL or OFF
   * @param partnerAddress the partner's address as it was given
   * @param partnerInstance what the partner calls itself; null while unknown
   * @param witness the witness's address, or an empty string
   */
  record Session(
      String role,
      String state,
      String safety,
      String partnerAddress,
      String partnerInstance,
      String witness) {

    boolean isPrincipal() {
      return "PRINCIPAL".equals(role);
    }

    boolean is(String wanted) {
      return wanted.equals(state);
    }

    /** Whether it is a session with the server at that address, or of that name. */
    boolean isWith(String address, String serverName) {
      return address.equalsIgnoreCase(partnerAddress)
          || serverName.equalsIgnoreCase(partnerInstance);
    }
  }

  /**
   * A backup set in the history of the source.
   *
   * @param log whether it is one of the log; otherwise it is a full one
   * @param firstLsn where its log begins
   * @param lastLsn where its log ends
   * @param path the file, as the source wrote it
   * @param position which set of the file it is
   */
  record Backup(
      boolean log, BigDecimal firstLsn, BigDecimal lastLsn, String path, int position) {

    /** Whether a copy that has been restored up to there can be rolled forward with it. */
    boolean continues(BigDecimal redo) {
      return log && firstLsn.compareTo(redo) <= 0 && lastLsn.compareTo(redo) > 0;
    }
  }

  /** The side that serves; empty when none does, or both. */
  Optional<Host> principal() {
    boolean here = principal(source);
    boolean there = principal(partner);
    return here == there ? Optional.empty() : here ? source : partner;
  }

  private static boolean principal(Optional<Host> host) {
    return host.flatMap(Host::session).filter(Session::isPrincipal).isPresent();
  }
}
