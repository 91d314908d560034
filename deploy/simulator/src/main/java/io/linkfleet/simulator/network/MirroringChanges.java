package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.MirroringSession;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.WitnessedSession;
import java.util.UUID;

/**
 * Owns what happens to both copies of a mirrored database when a session begins, ends or changes
 * its roles. Callers hold the locks of every server concerned and have checked that it may happen.
 */
public final class MirroringChanges {
  private MirroringChanges() {}

  /** SET PARTNER on the server of the future mirror: it waits for its principal. */
  public static void await(SqlServer server, Database d, String address, String instance) {
    MirroringSession m = begin(server, d, address, instance);
    m.role = MirroringSession.MIRROR;
    m.state = MirroringSession.DISCONNECTED;
  }

  /** SET PARTNER on the principal, after its checks of the mirror. */
  public static void establish(
      SqlServer server, Database d, String address, SqlServer other, Database copy) {
    MirroringSession m = begin(server, d, address, other.name());
    m.role = MirroringSession.PRINCIPAL;
    m.state = MirroringSession.SYNCHRONIZING;
    m.established = true;
    m.failoverLsn = d.endOfLogLsn;
    MirroringSession there = copy.mirroring;
    there.guid = m.guid;
    there.state = MirroringSession.SYNCHRONIZING;
    there.partnerInstance = server.name();
    there.established = true;
    there.failoverLsn = d.endOfLogLsn;
  }

  private static MirroringSession begin(
      SqlServer server, Database d, String address, String instance) {
    var m = new MirroringSession();
    m.partnerAddress = address;
    m.partnerInstance = instance;
    d.mirroring = m;
    server.mirrored.add(d);
    return m;
  }

  /** Mirroring ends on this side: a principal serves on, a mirror stays restoring. */
  public static void end(SqlServer server, Database d) {
    d.mirroring = null;
    server.mirrored.remove(d);
  }

  /** A mirror becomes the principal; {@code reason} as in message 1480. */
  static void takeOver(Database d, SqlServer witness) {
    MirroringSession m = d.mirroring;
    m.role = MirroringSession.PRINCIPAL;
    m.roleSequence++;
    m.failoverLsn = d.endOfLogLsn;
    m.equalAtLoss = false;
    m.withoutQuorum = false;
    d.state = "ONLINE";
    d.redoLsn = null;
    if (witness != null && witness.witnessed.containsKey(m.guid)) {
      WitnessedSession seen = witness.witnessed.get(m.guid);
      String before = seen.principal;
      seen.principal = seen.mirror;
      seen.mirror = before;
      seen.roleSequence = m.roleSequence;
    }
  }

  /** FORCE_SERVICE_ALLOW_DATA_LOSS: the copy goes its own way, and the other has to wait. */
  public static void force(Database d, SqlServer witness) {
    takeOver(d, witness);
    d.mirroring.suspended = true;
    d.recoveryFork = UUID.randomUUID();
  }

  /** A principal becomes the mirror of the other side. */
  static void stepDown(Database d, MirroringSession principal) {
    MirroringSession m = d.mirroring;
    m.role = MirroringSession.MIRROR;
    m.logSendQueueKb = 0;
    m.roleSequence = principal.roleSequence;
    m.safety = principal.safety;
    m.safetySequence = principal.safetySequence;
    m.suspended = principal.suspended;
    m.witnessAddress = principal.witnessAddress;
    m.withoutQuorum = false;
    m.failoverLsn = principal.failoverLsn;
    d.state = "RESTORING";
    d.redoLsn = d.endOfLogLsn;
    d.logRestored = true;
    d.endTransactions();
  }

  /** SET WITNESS, on both partners and on the witness itself. */
  public static void witness(
      SqlServer principal, Database d, SqlServer mirror, Database copy, SqlServer witness,
      String address) {
    var seen = new WitnessedSession(d.mirroring.guid, d.name);
    seen.principal = principal.name();
    seen.mirror = mirror.name();
    seen.family = d.familyGuid;
    witness.witnessed.put(seen.guid, seen);
    for (MirroringSession m : new MirroringSession[] {d.mirroring, copy.mirroring}) {
      m.witnessAddress = address;
      m.witnessState = 1;
    }
    tell(witness, d.mirroring);
  }

  /** Keeps the witness's knowledge up to date. */
  static void tell(SqlServer witness, MirroringSession m) {
    WitnessedSession seen = witness.witnessed.get(m.guid);
    if (seen != null) {
      seen.safety = m.safety;
      seen.safetySequence = m.safetySequence;
      seen.roleSequence = m.roleSequence;
      seen.suspended = m.suspended;
      seen.partnerState = m.state;
    }
  }

  /** SET WITNESS OFF, on whichever sides are reached. */
  public static void withoutWitness(MirroringSession m, SqlServer witness) {
    m.witnessAddress = "";
    m.witnessState = 0;
    m.withoutQuorum = false;
    if (witness != null) {
      witness.witnessed.remove(m.guid);
    }
  }
}
