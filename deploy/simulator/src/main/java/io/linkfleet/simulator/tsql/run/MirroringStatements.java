package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Login.Permission;
import io.linkfleet.simulator.engine.MirroringSession;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.network.MirroringChanges;
import io.linkfleet.simulator.network.Peers;
import io.linkfleet.simulator.tsql.MirroringMessage;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.syntax.Definition.Mirroring;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * ALTER DATABASE … SET PARTNER and SET WITNESS for a session that is there; {@link
 * MirroringPartners} begins one. The order of the checks was inferred.
 *
 * <p>These statements change two or three servers: they take all the locks themselves.
 */
final class MirroringStatements {
  private static final int STANDARD = 2;
  private static final int LONGEST_TIMEOUT = 32767;
  private static final int SHORTEST_TIMEOUT = 5;

  private final Mirroring s;
  private final Work work;
  private final Peers peers;

  private MirroringStatements(Mirroring s, Work work) {
    this.s = s;
    this.work = work;
    this.peers = new Peers(work.session.world);
  }

  static void run(Mirroring s, Work work) {
    var statement = new MirroringStatements(s, work);
    Peers.locked(statement.concerned(), statement::run);
  }

  private String name() {
    return s.name() == null ? work.session.database : s.name();
  }

  /** This server, and whoever stands behind the addresses in the statement and in the session. */
  private List<SqlServer> concerned() {
    var addresses = new ArrayList<String>();
    addresses.add(s.address());
    Peers.locked(
        List.of(work.server),
        () -> {
          Database d = work.server.databases.get(name());
          if (d != null && d.mirroring != null) {
            addresses.add(d.mirroring.partnerAddress);
            addresses.add(d.mirroring.witnessAddress);
          }
        });
    var servers = new ArrayList<SqlServer>();
    servers.add(work.server);
    addresses.forEach(address -> peers.at(address).ifPresent(servers::add));
    return servers;
  }

  private void run() {
    work.refuseTransaction(ObjectMessage.IN_TRANSACTION, "ALTER DATABASE");
    Database d = Databases.find(work.server, name()).orElse(null);
    if (d == null || !Access.has(work.login, Permission.ALTER_ANY_DATABASE)) {
      throw ObjectMessage.NO_DATABASE_TO_ALTER.error(name())
          .then(ObjectMessage.ALTER_DATABASE_FAILED.with());
    }
    if (Databases.isSystem(d.name)) {
      throw ObjectMessage.SYSTEM_DATABASE_OPTION
          .error(s.witness() ? "WITNESS" : "PARTNER", d.name)
          .then(ObjectMessage.ALTER_DATABASE_FAILED.with());
    }
    if (!s.witness() && s.action().equals("ADDRESS")) {
      new MirroringPartners(d, s.address(), peers, work).set();
      return;
    }
    if (d.mirroring == null) {
      throw MirroringMessage.NOT_CONFIGURED.error(d.name);
    }
    if (s.witness()) {
      new MirroringWitness(d, peers, work).run(s);
      return;
    }
    switch (s.action()) {
      case "OFF" -> off(d);
      case "SUSPEND" -> suspend(d, true);
      case "RESUME" -> suspend(d, false);
      case "FAILOVER" -> failover(d);
      case "FORCE" -> force(d);
      case "SAFETY" -> safety(d);
      default -> timeout(d);
    }
  }

  static void demandPrincipal(Database d) {
    if (d.mirroring.role != MirroringSession.PRINCIPAL) {
      throw MirroringMessage.NOT_PRINCIPAL.error(d.name);
    }
  }

  /** The other copy when both partners are connected. */
  static Optional<Database> copy(Database d, Peers peers, SqlServer here) {
    MirroringSession m = d.mirroring;
    return peers.at(m.partnerAddress)
        .filter(partner -> partner != here && peers.standing(here, partner))
        .map(partner -> partner.databases.get(d.name))
        .filter(there -> there.mirroring != null && there.mirroring.guid.equals(m.guid));
  }

  private Database connected(Database d) {
    return copy(d, peers, work.server)
        .orElseThrow(() -> MirroringMessage.NOT_CONNECTED.error(d.name));
  }

  private void off(Database d) {
    MirroringSession m = d.mirroring;
    SqlServer partner = peers.at(m.partnerAddress).orElse(null);
    Optional<Database> copy = copy(d, peers, work.server);
    peers.at(m.witnessAddress)
        .filter(witness -> peers.standing(work.server, witness))
        .ifPresent(witness -> witness.witnessed.remove(m.guid));
    // Without a connection only this side forgets; the other one needs a SET PARTNER OFF of its own.
    copy.ifPresent(there -> MirroringChanges.end(partner, there));
    MirroringChanges.end(work.server, d);
  }

  private void suspend(Database d, boolean suspended) {
    if (!suspended) {
      demandPrincipal(d);
    }
    Optional<Database> copy = copy(d, peers, work.server);
    if (!suspended && copy.isEmpty()) {
      throw MirroringMessage.NOT_CONNECTED.error(d.name);
    }
    set(d, suspended);
    copy.ifPresent(there -> set(there, suspended));
  }

  private static void set(Database d, boolean suspended) {
    MirroringSession m = d.mirroring;
    m.suspended = suspended;
    if (m.state != MirroringSession.DISCONNECTED) {
      m.state = suspended ? MirroringSession.SUSPENDED : MirroringSession.SYNCHRONIZING;
    }
  }

  /** The change itself is the network's: until then the principal shows PENDING_FAILOVER. */
  private void failover(Database d) {
    demandPrincipal(d);
    if (d.mirroring.safety != MirroringSession.SAFETY_FULL) {
      throw MirroringMessage.NOT_SAFE.error(d.name);
    }
    connected(d);
    if (d.mirroring.state != MirroringSession.SYNCHRONIZED) {
      throw MirroringMessage.NOT_CAUGHT_UP.error(d.name);
    }
    d.mirroring.state = MirroringSession.PENDING_FAILOVER;
  }

  /** Only a mirror that has lost its principal; with a witness, one that still sees the witness. */
  private void force(Database d) {
    MirroringSession m = d.mirroring;
    boolean lost =
        m.role == MirroringSession.MIRROR
            && m.established
            && copy(d, peers, work.server).isEmpty();
    if (!lost) {
      throw MirroringMessage.CANNOT_FORCE.error(d.name);
    }
    SqlServer witness = peers.at(m.witnessAddress).orElse(null);
    boolean witnessed = witness != null && peers.standing(work.server, witness);
    if (!m.witnessAddress.isEmpty() && !witnessed) {
      throw MirroringMessage.NOBODY_AVAILABLE.error(d.name);
    }
    MirroringChanges.force(d, witness);
    m.state = MirroringSession.DISCONNECTED;
  }

  private void safety(Database d) {
    demandPrincipal(d);
    if (work.server.description.engineEdition() == STANDARD
        && s.value() == MirroringSession.SAFETY_OFF) {
      throw MirroringMessage.EDITION_SAFETY.error();
    }
    MirroringSession there = connected(d).mirroring;
    MirroringSession m = d.mirroring;
    if (m.safety == s.value()) {
      return;
    }
    m.safety = s.value();
    m.safetySequence++;
    there.safety = m.safety;
    there.safetySequence = m.safetySequence;
    if (m.state == MirroringSession.SYNCHRONIZED) {
      m.state = MirroringSession.SYNCHRONIZING;
      there.state = m.state;
    }
  }

  private void timeout(Database d) {
    demandPrincipal(d);
    if (s.value() > LONGEST_TIMEOUT) {
      throw MirroringMessage.TIMEOUT_RANGE.error(s.value());
    }
    Database copy = connected(d);
    d.mirroring.timeoutSeconds = Math.max(SHORTEST_TIMEOUT, s.value());
    copy.mirroring.timeoutSeconds = d.mirroring.timeoutSeconds;
  }
}
