package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.syntax.Definition.DropEndpoint;
import io.linkfleet.simulator.tsql.syntax.Definition.Endpoint;
import io.linkfleet.simulator.tsql.syntax.Token.Kind;
import java.util.Locale;

/** Parses statements on database mirroring endpoints. */
final class EndpointParser {
  private final Tokens tokens;

  private String owner;
  private String state;
  private Integer port;
  private String ip;
  private boolean mirroring;
  private boolean authentication;
  private String windows;
  private String certificate;
  private boolean certificateFirst;
  private String encryption;
  private String algorithms;
  private String role;
  private String otherPayload;

  EndpointParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** After … ENDPOINT. */
  Statement endpoint(String verb) {
    if (verb.equals("DROP")) {
      return new DropEndpoint(tokens.name());
    } else if (verb.equals("BACKUP")) {
      throw tokens.syntaxError();
    }
    boolean alter = verb.equals("ALTER");
    forget();
    String name = tokens.name();
    if (tokens.accept("AUTHORIZATION")) {
      owner = tokens.name();
    }
    if (tokens.accept("STATE")) {
      tokens.expectSymbol("=");
      state = tokens.oneOf("STARTED", "STOPPED", "DISABLED");
    }
    if (tokens.accept("AS")) {
      protocol();
    } else if (!alter) {
      throw tokens.syntaxError();
    }
    if (tokens.accept("FOR")) {
      payload(alter);
    } else if (!alter) {
      throw tokens.syntaxError();
    }
    return new Endpoint(
        alter, name, owner, state, port, ip, mirroring, authentication, windows, certificate,
        certificateFirst, encryption, algorithms, role, otherPayload);
  }

  private void forget() {
    owner = state = ip = windows = certificate = encryption = algorithms = role = null;
    otherPayload = null;
    port = null;
    mirroring = authentication = certificateFirst = false;
  }

  private void protocol() {
    if (tokens.isWord("HTTP")) {
      throw tokens.syntaxError();
    }
    tokens.expect("TCP");
    tokens.expectSymbol("(");
    do {
      String option = tokens.oneOf("LISTENER_PORT", "LISTENER_IP");
      tokens.expectSymbol("=");
      if (option.equals("LISTENER_PORT")) {
        port = tokens.integer();
      } else {
        ip = address();
      }
    } while (tokens.acceptSymbol(","));
    tokens.expectSymbol(")");
  }

  /** ALL, (10.0.0.1) or ('fe80::1'). */
  private String address() {
    if (tokens.accept("ALL")) {
      return "ALL";
    }
    if (tokens.peek().isString()) {
      return tokens.string();
    }
    tokens.expectSymbol("(");
    String address;
    if (tokens.peek().isString()) {
      address = tokens.string();
    } else {
      Token first = tokens.peek();
      while (tokens.peek().kind() == Kind.NUMBER || tokens.isSymbol(".")) {
        tokens.next();
      }
      address = tokens.slice(first, tokens.peek());
      if (!address.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
        throw tokens.syntaxError(first);
      }
    }
    tokens.expectSymbol(")");
    return address;
  }

  private void payload(boolean alter) {
    if (tokens.isWord("TSQL") || tokens.isWord("SERVICE_BROKER") || tokens.isWord("SOAP")) {
      otherPayload = tokens.next().text().toUpperCase(Locale.ROOT);
      options();
      return;
    }
    tokens.oneOf("DATABASE_MIRRORING", "DATA_MIRRORING");
    mirroring = true;
    tokens.expectSymbol("(");
    do {
      String option = tokens.oneOf("AUTHENTICATION", "ENCRYPTION", "ROLE");
      if (option.equals("AUTHENTICATION")) {
        tokens.expectSymbol("=");
        authentication();
      } else if (option.equals("ENCRYPTION")) {
        tokens.expectSymbol("=");
        encryption();
      } else {
        tokens.expectSymbol("=");
        role = tokens.oneOf("ALL", "PARTNER", "WITNESS");
      }
      // the commas between the options may be left out
      tokens.acceptSymbol(",");
    } while (!tokens.isSymbol(")"));
    tokens.expectSymbol(")");
    if (!alter && role == null) {
      throw tokens.syntaxError(tokens.previous());
    }
  }

  /** Skips what stands between the brackets. */
  private void options() {
    tokens.expectSymbol("(");
    for (int depth = 1; depth > 0; ) {
      if (tokens.peek().kind() == Kind.END) {
        throw tokens.syntaxError();
      }
      depth += tokens.isSymbol("(") ? 1 : tokens.isSymbol(")") ? -1 : 0;
      tokens.next();
    }
  }

  private void authentication() {
    authentication = true;
    certificateFirst = tokens.isWord("CERTIFICATE");
    do {
      if (tokens.accept("WINDOWS") && windows == null) {
        windows =
            tokens.isWord("NTLM") || tokens.isWord("KERBEROS") || tokens.isWord("NEGOTIATE")
                ? tokens.next().text().toUpperCase(Locale.ROOT)
                : "NEGOTIATE";
      } else if (tokens.accept("CERTIFICATE") && certificate == null) {
        certificate = tokens.name();
      } else {
        throw tokens.syntaxError();
      }
    } while (tokens.isWord("WINDOWS") || tokens.isWord("CERTIFICATE"));
  }

  private void encryption() {
    encryption = tokens.oneOf("DISABLED", "SUPPORTED", "REQUIRED");
    if (!encryption.equals("DISABLED") && tokens.accept("ALGORITHM")) {
      algorithms = tokens.oneOf("AES", "RC4");
      if (tokens.isWord("AES") || tokens.isWord("RC4")) {
        String second = tokens.oneOf("AES", "RC4");
        if (second.equals(algorithms)) {
          throw tokens.syntaxError(tokens.previous());
        }
        algorithms += " " + second;
      }
    }
  }
}
