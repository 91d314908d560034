package io.linkfleet.monitor.watch;

import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.SourceServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** How a server is asked for everything that it shows of its links and pairs. */
public interface ReplicaProbe {
  /**
   * Asks a server once, for all of its groups, mirroring sessions, connections and certificates.
   *
   * @throws io.linkfleet.sqlserver.SqlFailure when it cannot be read
   */
  Readings read(SourceServer server);

  /**
   * What the server answered.
   *
   * @param seesAll whether the login would see every group; otherwise one that is not there may
   *     only be hidden
   * @param replicas the remote replicas by the name of their group
   * @param groups its own part in every group, by the group's name
   * @param sessions its own part in every mirroring session, by the database's name
   * @param peers thumbprints of the certificates with which other servers are connected to its
   *     mirroring endpoint now; empty strings for those that came in by a Windows account
   * @param certificates what it holds in master
   */
  record Readings(
      boolean seesAll,
      Map<String, ReplicaReading> replicas,
      Map<String, GroupSide> groups,
      Map<String, SessionSide> sessions,
      Set<String> peers,
      List<Certificate> certificates) {

    /** A server without pairs, certificates not looked at. */
    public Readings(boolean seesAll, Map<String, ReplicaReading> replicas) {
      this(seesAll, replicas, Map.of(), Map.of(), Set.of(), List.of());
    }
  }

  /**
   * A server's own part in an availability group.
   *
   * @param role PRIMARY, SECONDARY or RESOLVING
   * @param connected whether it is connected, as a secondary sees it
   * @param synchronizationState of its own copy; null when it has none
   * @param synchronous whether commits wait for the other replica
   */
  record GroupSide(
      String role,
      boolean connected,
      String synchronizationState,
      boolean suspended,
      boolean synchronous,
      String endOfLog) {}

  /**
   * A server's own part in a mirroring session.
   *
   * @param role PRINCIPAL or MIRROR; null when the login may not see it, as on a mirror everybody
   *     but a sysadmin
   * @param partnerInstance the other server's name for itself; null before it has been met
   * @param witnessAddress null without a witness
   */
  record SessionSide(
      String role,
      String state,
      String safety,
      String partnerInstance,
      String witnessAddress,
      String witnessState,
      String endOfLog,
      Long sendQueueKb,
      Long redoQueueKb) {}

  /**
   * A certificate in master.
   *
   * @param thumbprint SHA-1, upper-case hexadecimal
   * @param ofEndpoint whether the mirroring endpoint shows it to others
   */
  record Certificate(String name, String thumbprint, Instant expiresAt, boolean ofEndpoint) {}
}
