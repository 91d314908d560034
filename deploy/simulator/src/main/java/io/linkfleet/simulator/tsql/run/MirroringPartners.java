package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Endpoint;
import io.linkfleet.simulator.engine.MirroringSession;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.network.MirroringChanges;
import io.linkfleet.simulator.network.PeerRefusal;
import io.linkfleet.simulator.network.Peers;
import io.linkfleet.simulator.tsql.MirroringMessage;
import io.linkfleet.simulator.tsql.ObjectMessage;
import java.util.Optional;

/**
 * SET PARTNER = 'address': on the server of a restoring copy it only waits, on the server of the
 * online one it connects and checks the copy there. Under every lock concerned.
 *
 * <p>That 1478 comes for a mirror without any log backup and 1412 for one that misses the last is
 * reported by users of real servers; the rest of the order was inferred.
 */
final class MirroringPartners {
  private static final int WITNESS = 2;
  private static final int EXPRESS = 4;

  private final Database d;
  private final String address;
  private final Peers peers;
  private final Work work;

  MirroringPartners(Database d, String address, Peers peers, Work work) {
    this.d = d;
    this.address = address;
    this.peers = peers;
    this.work = work;
  }

  void set() {
    if (work.server.description.engineEdition() == EXPRESS) {
      throw MirroringMessage.EDITION.error();
    }
    if (!Peers.isAddress(address)) {
      throw MirroringMessage.BAD_ADDRESS.error();
    }
    if (d.mirroring != null) {
      throw MirroringMessage.ALREADY.error(d.name);
    }
    if (d.group != null) {
      throw ObjectMessage.RECOVERY_IN_GROUP.error(d.name);
    }
    if (peers.at(address).filter(server -> server == work.server).isPresent()) {
      throw MirroringMessage.PARTNER_IS_SELF.error();
    }
    Endpoint endpoint = work.server.endpoint;
    if (endpoint == null || !endpoint.listens() || endpoint.role == WITNESS) {
      throw MirroringMessage.NO_TRANSPORT.error();
    }
    if (!d.recoveryModel.equals("FULL")) {
      throw ObjectMessage.DATABASE_NOT_FULL.error(d.name);
    }
    switch (d.state) {
      case "RESTORING" ->
          MirroringChanges.await(
              work.server, d, address, peers.at(address).map(SqlServer::name).orElse(null));
      case "ONLINE" -> connect();
      case "OFFLINE" -> throw ObjectMessage.DATABASE_OFFLINE.error(d.name);
      default -> throw ObjectMessage.DATABASE_RESTORING.error(d.name);
    }
  }

  private void connect() {
    if (d.readOnly) {
      throw ObjectMessage.DATABASE_READ_ONLY.error(d.name);
    }
    if (d.singleUser) {
      throw ObjectMessage.DATABASE_SINGLE_USER.error(d.name);
    }
    if (d.autoClose) {
      throw ObjectMessage.DATABASE_AUTO_CLOSE.error(d.name);
    }
    if (d.lastLogBackupLsn == null) {
      throw ObjectMessage.DATABASE_NO_CHAIN.error(d.name);
    }
    Optional<PeerRefusal> refusal = peers.connect(work.server, address, false);
    if (refusal.isPresent()) {
      peers.note(refusal.get(), address);
      throw MirroringMessage.NOT_REACHED.error(address);
    }
    SqlServer partner = peers.at(address).orElseThrow();
    if (partner.description.isOlderThan(work.server.description)) {
      // one that is newer is accepted: documented otherwise, but users upgrade by it
      throw MirroringMessage.OLDER_PARTNER.error(d.name);
    }
    Database copy = partner.databases.get(d.name);
    checkState(copy, partner);
    checkLog(d, copy);
    MirroringChanges.establish(work.server, d, address, partner, copy);
  }

  private void checkState(Database copy, SqlServer partner) {
    if (copy == null) {
      throw MirroringMessage.NO_COPY.error(d.name);
    }
    if (copy.mirroring != null && copy.mirroring.established) {
      throw MirroringMessage.ALREADY_THERE.error(d.name);
    }
    if (copy.state.equals("OFFLINE")) {
      throw MirroringMessage.CANNOT_OPEN.error(d.name);
    }
    if (!copy.state.equals("RESTORING")) {
      throw MirroringMessage.NOT_RESTORING.error(d.name);
    }
    MirroringSession waiting = copy.mirroring;
    if (waiting == null) {
      throw MirroringMessage.NOT_CONFIGURED.error(d.name);
    }
    boolean forUs =
        peers.at(waiting.partnerAddress).filter(server -> server == work.server).isPresent();
    if (!forUs) {
      throw MirroringMessage.OTHER_PARTNER_THERE.error(d.name);
    }
  }

  /** Whether a restored copy has the log that follows on what the original still has. */
  static void checkLog(Database d, Database copy) {
    if (!copy.familyGuid.equals(d.familyGuid) || !copy.recoveryFork.equals(d.recoveryFork)) {
      throw MirroringMessage.UNRELATED.error(d.name);
    }
    if (d.chainStartLsn != null && copy.redoLsn.compareTo(d.chainStartLsn) < 0) {
      throw MirroringMessage.NOT_RECOVERED.error(d.name);
    }
    if (copy.redoLsn.compareTo(d.lastLogBackupLsn) < 0) {
      throw MirroringMessage.NOT_ROLLED_FORWARD.error(d.name);
    }
    if (!copy.logRestored) {
      throw MirroringMessage.INSUFFICIENT_LOG.error(d.name);
    }
  }
}
