package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.DatabaseKeys;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.syntax.Definition.AlterMasterKey;
import io.linkfleet.simulator.tsql.syntax.Definition.CreateMasterKey;

/** CREATE, ALTER and DROP MASTER KEY. */
final class MasterKeyStatements {
  private MasterKeyStatements() {}

  static void create(CreateMasterKey s, Work work) {
    Access.demand(work.login);
    DatabaseKeys here = work.keysHere();
    if (here.hasMasterKey()) {
      throw ObjectMessage.MASTER_KEY_EXISTS.error();
    }
    PrincipalStatements.checkPassword(s.password());
    here.masterKey(true);
    here.opensByService(true);
    here.masterKeyCreatedAt(work.now());
    work.onRollback(() -> here.masterKey(false));
  }

  static void alter(AlterMasterKey s, Work work) {
    Access.demand(work.login);
    DatabaseKeys here = work.keysHere();
    if (!here.hasMasterKey()) {
      throw ObjectMessage.NO_MASTER_KEY.error();
    }
    boolean before = here.opensByService();
    switch (s.action()) {
      case "ADD SERVICE KEY" -> here.opensByService(true);
      case "DROP SERVICE KEY" -> here.opensByService(false);
      default -> throw Message.NOT_SIMULATED.error("ALTER MASTER KEY " + s.action());
    }
    work.onRollback(() -> here.opensByService(before));
  }

  static void drop(Work work) {
    Access.demand(work.login);
    DatabaseKeys here = work.keysHere();
    if (!here.hasMasterKey()) {
      throw Message.MISSING.error("drop", "symmetric key", "master key");
    }
    for (Certificate certificate : here.certificates.values()) {
      if (certificate.privateKeyEncryption.equals("MK")) {
        throw ObjectMessage.MASTER_KEY_IN_USE.error(certificate.name);
      }
    }
    here.masterKey(false);
    work.onRollback(() -> here.masterKey(true));
  }
}
