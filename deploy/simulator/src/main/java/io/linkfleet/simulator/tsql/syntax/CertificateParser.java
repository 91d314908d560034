package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.syntax.Definition.AlterCertificate;
import io.linkfleet.simulator.tsql.syntax.Definition.AlterMasterKey;
import io.linkfleet.simulator.tsql.syntax.Definition.BackupCertificate;
import io.linkfleet.simulator.tsql.syntax.Definition.CreateCertificate;
import io.linkfleet.simulator.tsql.syntax.Definition.CreateMasterKey;
import io.linkfleet.simulator.tsql.syntax.Definition.DropCertificate;
import io.linkfleet.simulator.tsql.syntax.Definition.DropMasterKey;
import io.linkfleet.simulator.tsql.syntax.Token.Kind;

/** Parses statements on the database master key and on certificates. */
final class CertificateParser {
  private final Tokens tokens;

  CertificateParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** After … MASTER KEY. */
  Statement masterKey(String verb) {
    switch (verb) {
      case "CREATE":
        if (!tokens.isWord("ENCRYPTION")) {
          // Azure SQL Database alone allows a key without a password
          throw tokens.syntaxError();
        }
        tokens.expect("ENCRYPTION", "BY", "PASSWORD");
        tokens.expectSymbol("=");
        return new CreateMasterKey(tokens.secret());
      case "ALTER":
        return alterMasterKey();
      case "DROP":
        return new DropMasterKey();
      default:
        throw tokens.notSimulated(verb + " MASTER KEY");
    }
  }

  private Statement alterMasterKey() {
    String action = tokens.oneOf("REGENERATE", "FORCE", "ADD", "DROP");
    if (action.equals("FORCE")) {
      tokens.expect("REGENERATE");
      action = "REGENERATE";
    }
    if (action.equals("REGENERATE")) {
      tokens.expect("WITH");
    }
    tokens.expect("ENCRYPTION", "BY");
    if (action.equals("REGENERATE") || tokens.isWord("PASSWORD")) {
      tokens.expect("PASSWORD");
      tokens.expectSymbol("=");
      tokens.secret();
    } else {
      tokens.expect("SERVICE", "MASTER", "KEY");
      action += " SERVICE KEY";
    }
    return new AlterMasterKey(action);
  }

  /** After … CERTIFICATE. */
  Statement certificate(String verb) {
    switch (verb) {
      case "CREATE":
        return create();
      case "ALTER":
        return alter();
      case "DROP":
        return new DropCertificate(tokens.name());
      case "BACKUP":
        return backup();
      default:
        throw tokens.notSimulated(verb + " CERTIFICATE");
    }
  }

  private Statement create() {
    String name = tokens.name();
    String owner = tokens.accept("AUTHORIZATION") ? tokens.name() : null;
    if (tokens.accept("FROM")) {
      return read(name, owner);
    }
    String password = null;
    if (tokens.accept("ENCRYPTION", "BY", "PASSWORD")) {
      tokens.expectSymbol("=");
      password = tokens.secret();
    }
    tokens.expect("WITH");
    String subject = null;
    String start = null;
    String expiry = null;
    do {
      String option = tokens.oneOf("SUBJECT", "START_DATE", "EXPIRY_DATE");
      tokens.expectSymbol("=");
      String value = tokens.string();
      switch (option) {
        case "SUBJECT" -> subject = value;
        case "START_DATE" -> start = value;
        default -> expiry = value;
      }
    } while (tokens.acceptSymbol(","));
    if (subject == null) {
      throw tokens.syntaxError();
    }
    return new CreateCertificate(
        name, owner, subject, start, expiry, null, null, null, password, active());
  }

  private Statement read(String name, String owner) {
    byte[] binary = null;
    String file = null;
    if (tokens.accept("BINARY")) {
      tokens.expectSymbol("=");
      if (tokens.peek().kind() != Kind.BINARY) {
        throw tokens.syntaxError();
      }
      binary = Literals.binary(tokens.next());
    } else if (tokens.accept("FILE")) {
      tokens.expectSymbol("=");
      file = tokens.string();
    } else if (tokens.isWord("ASSEMBLY") || tokens.isWord("EXECUTABLE")) {
      throw tokens.notSimulated("CREATE CERTIFICATE FROM ASSEMBLY or EXECUTABLE FILE");
    } else {
      throw tokens.syntaxError();
    }
    String keyFile = null;
    if (tokens.accept("WITH")) {
      tokens.expect("PRIVATE", "KEY");
      if (binary != null) {
        throw tokens.notSimulated("CREATE CERTIFICATE FROM BINARY WITH PRIVATE KEY");
      }
      keyFile = privateKey()[0];
    }
    return new CreateCertificate(
        name, owner, null, null, null, binary, file, keyFile, null, active());
  }

  /** ACTIVE FOR BEGIN_DIALOG = ON or OFF; ON when it is left out. */
  private boolean active() {
    if (!tokens.accept("ACTIVE")) {
      return true;
    }
    tokens.expect("FOR", "BEGIN_DIALOG");
    tokens.expectSymbol("=");
    return tokens.oneOf("ON", "OFF").equals("ON");
  }

  private Statement alter() {
    String name = tokens.name();
    tokens.expect("WITH");
    if (!tokens.isWord("ACTIVE")) {
      throw tokens.notSimulated("ALTER CERTIFICATE of a private key or an attestation");
    }
    return new AlterCertificate(name, active());
  }

  /** ( FILE = …, ENCRYPTION BY PASSWORD = …, DECRYPTION BY PASSWORD = … ): file and password. */
  private String[] privateKey() {
    String file = null;
    String password = null;
    tokens.expectSymbol("(");
    do {
      String option = tokens.oneOf("FILE", "ENCRYPTION", "DECRYPTION");
      if (option.equals("FILE")) {
        tokens.expectSymbol("=");
        file = tokens.string();
      } else {
        tokens.expect("BY", "PASSWORD");
        tokens.expectSymbol("=");
        password = tokens.secret();
      }
    } while (tokens.acceptSymbol(","));
    tokens.expectSymbol(")");
    if (file == null) {
      throw tokens.syntaxError(tokens.previous());
    }
    return new String[] {file, password};
  }

  private Statement backup() {
    String name = tokens.name();
    tokens.expect("TO", "FILE");
    tokens.expectSymbol("=");
    String file = tokens.string();
    String[] key = {null, null};
    if (tokens.accept("WITH")) {
      tokens.expect("PRIVATE", "KEY");
      key = privateKey();
    }
    return new BackupCertificate(name, file, key[0], key[1]);
  }
}
