package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Credential;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.syntax.Definition;
import java.util.Map;

/** CREATE, ALTER and DROP CREDENTIAL, which backups to a URL ask for. */
final class CredentialStatements {
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
    int id = before == null ? work.server.nextCredentialId++ : before.id();
    var created = before == null ? work.now() : before.created();
    var made = new Credential(id, s.name(), s.identity(), created, work.now());
    work.put(all, s.name(), made);
  }

  static void drop(Definition.DropCredential s, Work work) {
    Map<String, Credential> all = work.server.credentials();
    if (!Access.has(work.login) || !work.remove(all, s.name())) {
      throw Message.MISSING.error("drop", "credential", s.name());
    }
  }
}
