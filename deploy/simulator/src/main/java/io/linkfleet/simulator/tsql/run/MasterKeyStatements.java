package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.syntax.Definition.AlterMasterKey;
import io.linkfleet.simulator.tsql.syntax.Definition.CreateMasterKey;

/** CREATE, ALTER and DROP MASTER KEY of master. */
final class MasterKeyStatements {
  private MasterKeyStatements() {}

  static void create(CreateMasterKey s, Work work) {
    Access.demand(work.login);
    work.onlyInMaster("CREATE MASTER KEY");
    if (work.server.masterKey) {
      throw ObjectMessage.MASTER_KEY_EXISTS.error();
    }
    PrincipalStatements.checkPassword(s.password());
    work.server.masterKey = true;
    work.server.masterKeyByService = true;
    work.server.masterKeyCreatedAt = work.now();
    work.onRollback(() -> work.server.masterKey = false);
  }

  static void alter(AlterMasterKey s, Work work) {
    Access.demand(work.login);
    work.onlyInMaster("ALTER MASTER KEY");
    if (!work.server.masterKey) {
      throw ObjectMessage.NO_MASTER_KEY.error();
    }
    boolean before = work.server.masterKeyByService;
    switch (s.action()) {
      case "ADD SERVICE KEY" -> work.server.masterKeyByService = true;
      case "DROP SERVICE KEY" -> work.server.masterKeyByService = false;
      default -> throw Message.NOT_SIMULATED.error("ALTER MASTER KEY " + s.action());
    }
    work.onRollback(() -> work.server.masterKeyByService = before);
  }

  static void drop(Work work) {
    Access.demand(work.login);
    work.onlyInMaster("DROP MASTER KEY");
    if (!work.server.masterKey) {
      throw Message.MISSING.error("drop", "symmetric key", "master key");
    }
    for (Certificate certificate : work.server.certificates.values()) {
      if (certificate.privateKeyEncryption.equals("MK")) {
        throw ObjectMessage.MASTER_KEY_IN_USE.error(certificate.name);
      }
    }
    work.server.masterKey = false;
    work.onRollback(() -> work.server.masterKey = true);
  }
}
