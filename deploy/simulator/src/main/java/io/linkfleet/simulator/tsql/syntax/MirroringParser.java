package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.syntax.Definition.Mirroring;
import io.linkfleet.simulator.tsql.syntax.Token.Kind;

/** Parses ALTER DATABASE … SET PARTNER and SET WITNESS. */
final class MirroringParser {
  private final Tokens tokens;

  MirroringParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** After SET. */
  Statement mirroring(String database) {
    boolean witness = tokens.oneOf("PARTNER", "WITNESS").equals("WITNESS");
    if (tokens.acceptSymbol("=")) {
      return new Mirroring(database, witness, "ADDRESS", tokens.string(), 0);
    }
    if (witness) {
      return new Mirroring(database, true, tokens.oneOf("OFF"), null, 0);
    }
    if (tokens.accept("SAFETY")) {
      int safety = tokens.oneOf("OFF", "FULL").equals("FULL") ? 2 : 1;
      return new Mirroring(database, false, "SAFETY", null, safety);
    }
    if (tokens.accept("TIMEOUT")) {
      if (tokens.peek().kind() != Kind.NUMBER) {
        throw tokens.syntaxError();
      }
      return new Mirroring(database, false, "TIMEOUT", null, tokens.integer());
    }
    if (tokens.accept("FORCE_SERVICE_ALLOW_DATA_LOSS")) {
      return new Mirroring(database, false, "FORCE", null, 0);
    }
    String action = tokens.oneOf("OFF", "SUSPEND", "RESUME", "FAILOVER");
    return new Mirroring(database, false, action, null, 0);
  }
}
