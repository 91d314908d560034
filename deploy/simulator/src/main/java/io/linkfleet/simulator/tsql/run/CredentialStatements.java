package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Credential;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.syntax.Definition;
import java.util.Map;

/** CREATE, ALTER and DROP CREDENTIAL, which backups to a URL ask for. */
final class CredentialStatements {
  private static final int FIRST_ID = 65536;

  private CredentialStatements() {}

  static void createOrAlter(Definition.Credential s, Work work) {
    Access.demand(work.login);
    Map<String, Credential> all = work.server.credentials();
    Credential before = all.get(s.name());
    if (before == null && s.alter()) {
      throw Message.MISSING.error("alter", "credential", s.name());
    }
    if (before != null && !s.alter()) {
      throw ObjectMessage.CREDENTIAL_EXISTS.error(s.name());
    }
    int id = before == null ? FIRST_ID + all.size() : before.id();
    var created = before == null ? work.now() : before.created();
    all.put(s.name(), new Credential(id, s.name(), s.identity(), created, work.now()));
    work.onRollback(
        () -> {
          if (before == null) {
            all.remove(s.name());
          } else {
            all.put(s.name(), before);
          }
        });
  }

  static void drop(Definition.DropCredential s, Work work) {
    Map<String, Credential> all = work.server.credentials();
    Credential there = Access.has(work.login) ? all.remove(s.name()) : null;
    if (there == null) {
      throw Message.MISSING.error("drop", "credential", s.name());
    }
    work.onRollback(() -> all.put(there.name(), there));
  }
}
