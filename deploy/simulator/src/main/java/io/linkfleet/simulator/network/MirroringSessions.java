package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.MirroringSession;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.WitnessedSession;
import io.linkfleet.simulator.engine.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.stream.Stream;

/**
 * Owns the life of database mirroring sessions between the looks of the network: connections that
 * break and come back, log that moves, roles that change, quorum that is lost.
 *
 * <p>Simplified: a broken connection is noticed at once, whatever the partner timeout; catching up,
 * a failover and a new attempt to connect each take the world's {@code connectDelay}.
 */
final class MirroringSessions {
  /** How long a session has been in its present state. */
  private static final class Age {
    int state = -1;
    long since;
  }

  private final MirroringNetwork network;
  private final World world;
  private final Peers peers;
  private final Map<MirroringSession, Age> ages = new WeakHashMap<>();
  private final StandingConnections connections;

  MirroringSessions(MirroringNetwork network, Peers peers, StandingConnections connections) {
    this.network = network;
    this.world = network.world();
    this.peers = peers;
    this.connections = connections;
  }

  /** One look at every session; false when a server was busy. */
  boolean look(Moment moment, boolean secondPassed) {
    boolean whole = true;
    for (SqlServer server : world.servers.values()) {
      for (Database d : server.mirrored) {
        whole &= look(server, d, moment, secondPassed);
      }
    }
    return whole;
  }

  /** False when a server was busy: then everything waits for the next look. */
  private boolean look(SqlServer server, Database d, Moment moment, boolean secondPassed) {
    MirroringSession m = d.mirroring;
    if (m == null || !m.established) {
      return true;
    }
    SqlServer partner = peers.at(m.partnerAddress).orElse(null);
    SqlServer witness = peers.at(m.witnessAddress).orElse(null);
    List<SqlServer> locked = new ArrayList<>();
    try {
      for (SqlServer each : inOrder(server, partner, witness)) {
        if (!network.lock(each)) {
          return false;
        }
        locked.add(each);
      }
      if (d.mirroring == m) {
        new Sides(server, d, m, partner, witness, moment).look(secondPassed);
      }
      return true;
    } finally {
      locked.forEach(each -> each.lock.unlock());
    }
  }

  private static List<SqlServer> inOrder(SqlServer... servers) {
    return Stream.of(servers)
        .filter(server -> server != null)
        .distinct()
        .sorted((a, b) -> a.name().compareToIgnoreCase(b.name()))
        .toList();
  }

  private long delay() {
    return world.settings.connectDelay.toNanos();
  }

  private long age(MirroringSession m, Moment moment) {
    Age age = ages.computeIfAbsent(m, s -> new Age());
    if (age.state != m.state) {
      age.state = m.state;
      age.since = moment.nanos();
    }
    return moment.nanos() - age.since;
  }

  /** One side of a session at one moment, with everything locked that it may touch. */
  private final class Sides {
    private final SqlServer server;
    private final Database d;
    private final MirroringSession m;
    private final SqlServer partner;
    private final SqlServer witness;
    private final Moment moment;

    Sides(
        SqlServer server, Database d, MirroringSession m, SqlServer partner, SqlServer witness,
        Moment moment) {
      this.server = server;
      this.d = d;
      this.m = m;
      this.partner = partner;
      this.witness = witness;
      this.moment = moment;
    }

    void look(boolean secondPassed) {
      boolean hasWitness = !m.witnessAddress.isEmpty();
      if (!server.up) {
        m.state = MirroringSession.DISCONNECTED;
        m.withoutQuorum = hasWitness && m.role == MirroringSession.PRINCIPAL;
        return;
      }
      boolean reached = connections.connected(server, partner, m.partnerAddress, false, moment);
      Database copy = reached ? copy() : null;
      boolean witnessed =
          hasWitness
              && connections.connected(server, witness, m.witnessAddress, true, moment)
              && witness.witnessed.containsKey(m.guid);
      m.witnessState = !hasWitness ? 0 : witnessed ? 1 : 2;
      if (copy == null) {
        alone(witnessed);
      } else if (leads(copy.mirroring)) {
        together(copy, witnessed);
      }
      boolean serves = m.role == MirroringSession.PRINCIPAL && !m.withoutQuorum;
      if (secondPassed && serves) {
        LocalRows.write(d, network.workload());
        m.logSendQueueKb += network.workload() >> 10;
      }
    }

    /** The other copy, if it belongs to this very session. */
    private Database copy() {
      Database there = partner.databases.get(d.name);
      boolean same =
          there != null
              && there.mirroring != null
              && there.mirroring.established
              && there.mirroring.guid.equals(m.guid);
      return same ? there : null;
    }

    /** Whether this side speaks for both: the principal, of two the one of the later role. */
    private boolean leads(MirroringSession other) {
      return m.role == MirroringSession.PRINCIPAL
          && (other.role == MirroringSession.MIRROR || m.roleSequence > other.roleSequence);
    }

    private void alone(boolean witnessed) {
      if (m.state != MirroringSession.DISCONNECTED) {
        m.state = MirroringSession.DISCONNECTED;
        peers.note(server, "mirroring of " + d.name, "DISCONNECTED");
      }
      long lost = age(m, moment);
      if (m.role == MirroringSession.PRINCIPAL) {
        m.withoutQuorum =
            !m.witnessAddress.isEmpty() && !(witnessed && !overtaken(witness.witnessed));
      } else if (witnessed
          && m.safety == MirroringSession.SAFETY_FULL
          && m.equalAtLoss
          && !m.suspended
          && !witnessSeesPrincipal()
          && lost >= delay()) {
        MirroringChanges.takeOver(d, witness);
        roleChanged("Auto Failover");
      }
    }

    private boolean overtaken(Map<java.util.UUID, WitnessedSession> seen) {
      return seen.get(m.guid).roleSequence > m.roleSequence;
    }

    private boolean witnessSeesPrincipal() {
      SqlServer principal = world.servers.get(m.partnerInstance);
      return principal != null && peers.standing(principal, witness);
    }

    private void together(Database copy, boolean witnessed) {
      MirroringSession other = copy.mirroring;
      if (other.role == MirroringSession.PRINCIPAL) {
        MirroringChanges.stepDown(copy, m);
        peers.note(partner, "mirroring of " + d.name, "from PRINCIPAL to MIRROR");
      }
      m.withoutQuorum = false;
      suspendOlder();
      long age = age(m, moment);
      if (m.suspended) {
        m.state = MirroringSession.SUSPENDED;
      } else if (m.state == MirroringSession.PENDING_FAILOVER && age >= delay()) {
        send(copy);
        MirroringChanges.takeOver(copy, witnessed ? witness : null);
        MirroringChanges.stepDown(d, other);
        m.state = MirroringSession.SYNCHRONIZING;
        other.state = MirroringSession.SYNCHRONIZING;
        roleChanged("User");
        return;
      } else if (m.state < MirroringSession.SYNCHRONIZING) {
        m.state = MirroringSession.SYNCHRONIZING;
      } else if (m.state != MirroringSession.PENDING_FAILOVER && age >= delay()) {
        send(copy);
        m.state =
            m.safety == MirroringSession.SAFETY_FULL
                ? MirroringSession.SYNCHRONIZED
                : MirroringSession.SYNCHRONIZING;
      }
      age(m, moment);
      other.state =
          m.state == MirroringSession.PENDING_FAILOVER ? MirroringSession.SYNCHRONIZED : m.state;
      other.safety = m.safety;
      other.safetySequence = m.safetySequence;
      other.suspended = m.suspended;
      other.timeoutSeconds = m.timeoutSeconds;
      m.equalAtLoss = m.state >= MirroringSession.PENDING_FAILOVER;
      other.equalAtLoss = m.equalAtLoss;
      if (witnessed) {
        MirroringChanges.tell(witness, m);
      }
    }

    /**
     * After a failover to a newer server the older one has nothing to do with its log: documented.
     * That RESUME is accepted, and stays without effect, is inferred.
     */
    private void suspendOlder() {
      if (!m.suspended && partner.description.isOlderThan(server.description)) {
        m.suspended = true;
        peers.note(
            server, "mirroring of " + d.name, "SUSPENDED: the mirror's server is an older version");
      }
    }

    private void send(Database copy) {
      m.logBytesSent += m.logSendQueueKb << 10;
      copy.mirroring.logBytesReceived += m.logSendQueueKb << 10;
      m.logSendQueueKb = 0;
      copy.endOfLogLsn = d.endOfLogLsn;
      copy.redoLsn = d.endOfLogLsn;
      copy.lastLogBackupLsn = d.lastLogBackupLsn;
      copy.chainStartLsn = d.chainStartLsn;
      copy.differentialBase = d.differentialBase;
      copy.recoveryFork = d.recoveryFork;
      copy.logUsed = d.logUsed;
      copy.broker = d.broker;
      copy.sizeBytes = d.sizeBytes;
      copy.receiveTables(d);
    }

    private void roleChanged(String reason) {
      peers.note(
          server,
          "1480 The mirrored database \"" + d.name + "\" is changing roles",
          "due to " + reason);
    }
  }
}
