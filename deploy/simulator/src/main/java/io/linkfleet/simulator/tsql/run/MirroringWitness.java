package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.MirroringSession;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.network.MirroringChanges;
import io.linkfleet.simulator.network.PeerRefusal;
import io.linkfleet.simulator.network.Peers;
import io.linkfleet.simulator.tsql.MirroringMessage;
import io.linkfleet.simulator.tsql.syntax.Definition.Mirroring;
import java.util.Optional;

/** SET WITNESS = 'address' and SET WITNESS OFF, under every lock concerned. */
final class MirroringWitness {
  private final Database d;
  private final Peers peers;
  private final Work work;

  MirroringWitness(Database d, Peers peers, Work work) {
    this.d = d;
    this.peers = peers;
    this.work = work;
  }

  void run(Mirroring s) {
    MirroringStatements.demandPrincipal(d);
    if (s.action().equals("OFF")) {
      off();
    } else {
      set(s.address());
    }
  }

  private void off() {
    MirroringSession m = d.mirroring;
    if (m.witnessAddress.isEmpty()) {
      throw MirroringMessage.NO_WITNESS.error(d.name);
    }
    Database copy =
        MirroringStatements.copy(d, peers, work.server)
            .orElseThrow(() -> MirroringMessage.NOT_CONNECTED.error(d.name));
    SqlServer witness =
        peers.at(m.witnessAddress)
            .filter(server -> peers.standing(work.server, server))
            .orElse(null);
    MirroringChanges.withoutWitness(m, witness);
    MirroringChanges.withoutWitness(copy.mirroring, witness);
  }

  private void set(String address) {
    if (!Peers.isAddress(address)) {
      throw MirroringMessage.BAD_ADDRESS.error();
    }
    SqlServer witness = peers.at(address).orElse(null);
    SqlServer partner = peers.at(d.mirroring.partnerAddress).orElse(null);
    if (witness != null && (witness == work.server || witness == partner)) {
      throw MirroringMessage.WITNESS_IS_PARTNER.error();
    }
    if (address.equalsIgnoreCase(d.mirroring.witnessAddress)) {
      work.tell(MirroringMessage.WITNESS_ALREADY.with(address));
      return;
    }
    Database copy =
        MirroringStatements.copy(d, peers, work.server)
            .filter(there -> !d.mirroring.suspended)
            .orElseThrow(MirroringMessage.NOT_INTERCONNECTED::error);
    Optional<PeerRefusal> refusal = peers.connect(work.server, address, true);
    if (refusal.isPresent()) {
      peers.note(refusal.get(), address);
      boolean role = refusal.get().role() && refusal.get().noted() == witness;
      throw (role ? MirroringMessage.NO_WITNESS_ROLE : MirroringMessage.NOT_SENT).error(address);
    }
    refusal = peers.connect(partner, address, true);
    if (refusal.isPresent()) {
      peers.note(refusal.get(), address);
      throw MirroringMessage.NOT_INTERCONNECTED.error();
    }
    if (!d.mirroring.witnessAddress.isEmpty()) {
      peers.at(d.mirroring.witnessAddress)
          .ifPresent(before -> before.witnessed.remove(d.mirroring.guid));
    }
    MirroringChanges.witness(work.server, d, partner, copy, witness, address);
  }
}
