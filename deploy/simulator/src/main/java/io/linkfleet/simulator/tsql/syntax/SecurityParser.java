package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.syntax.Definition.AlterLogin;
import io.linkfleet.simulator.tsql.syntax.Definition.CreateLogin;
import io.linkfleet.simulator.tsql.syntax.Definition.CreateUser;
import io.linkfleet.simulator.tsql.syntax.Definition.DropLogin;
import io.linkfleet.simulator.tsql.syntax.Definition.DropUser;
import io.linkfleet.simulator.tsql.syntax.Definition.Permission;
import io.linkfleet.simulator.tsql.syntax.Definition.ServerRole;
import io.linkfleet.simulator.tsql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parses statements on logins, users and permissions. */
final class SecurityParser {
  private final Tokens tokens;

  SecurityParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** After … LOGIN. */
  Statement login(String verb) {
    switch (verb) {
      case "CREATE":
        return createLogin();
      case "ALTER":
        return alterLogin();
      case "DROP":
        return new DropLogin(tokens.name());
      default:
        throw tokens.syntaxError();
    }
  }

  /** After … CREDENTIAL; the secret is read and not kept. */
  Statement credential(String verb) {
    String name = tokens.name();
    if (verb.equals("DROP")) {
      return new Definition.DropCredential(name);
    }
    tokens.expect("WITH", "IDENTITY");
    tokens.expectSymbol("=");
    String identity = tokens.string();
    if (tokens.acceptSymbol(",")) {
      tokens.expect("SECRET");
      tokens.expectSymbol("=");
      tokens.secret();
    }
    if (tokens.isWord("FOR")) {
      throw tokens.notSimulated("a credential of a cryptographic provider");
    }
    return new Definition.Credential(verb.equals("ALTER"), name, identity);
  }

  private Statement createLogin() {
    String name = tokens.name();
    if (tokens.accept("FROM")) {
      if (tokens.isWord("CERTIFICATE") || tokens.isWord("ASYMMETRIC")) {
        throw tokens.notSimulated("CREATE LOGIN FROM CERTIFICATE or ASYMMETRIC KEY");
      }
      tokens.expect("WINDOWS");
      if (tokens.accept("WITH")) {
        do {
          tokens.oneOf("DEFAULT_DATABASE", "DEFAULT_LANGUAGE");
          tokens.expectSymbol("=");
          tokens.name();
        } while (tokens.acceptSymbol(","));
      }
      return new CreateLogin(name, null, true);
    }
    tokens.expect("WITH", "PASSWORD");
    tokens.expectSymbol("=");
    String password = password();
    while (tokens.acceptSymbol(",")) {
      loginOption();
    }
    return new CreateLogin(name, password, false);
  }

  private String password() {
    if (tokens.peek().kind() == Kind.BINARY) {
      throw tokens.notSimulated("a hashed PASSWORD");
    }
    String password = tokens.secret();
    tokens.accept("MUST_CHANGE");
    return password;
  }

  /** Options that nothing in the simulator depends on are read and left out. */
  private void loginOption() {
    String option =
        tokens.oneOf("CHECK_POLICY", "CHECK_EXPIRATION", "DEFAULT_DATABASE", "DEFAULT_LANGUAGE");
    tokens.expectSymbol("=");
    if (option.startsWith("CHECK")) {
      tokens.oneOf("ON", "OFF");
    } else {
      tokens.name();
    }
  }

  private Statement alterLogin() {
    String name = tokens.name();
    if (tokens.accept("ENABLE")) {
      return new AlterLogin(name, null, true);
    } else if (tokens.accept("DISABLE")) {
      return new AlterLogin(name, null, false);
    }
    tokens.expect("WITH", "PASSWORD");
    tokens.expectSymbol("=");
    String password = password();
    while (tokens.acceptSymbol(",")) {
      loginOption();
    }
    return new AlterLogin(name, password, null);
  }

  /** After … USER. */
  Statement user(String verb) {
    if (verb.equals("DROP")) {
      boolean ifExists = tokens.accept("IF", "EXISTS");
      return new DropUser(tokens.name(), ifExists);
    } else if (!verb.equals("CREATE")) {
      throw tokens.notSimulated(verb + " USER");
    }
    String name = tokens.name();
    boolean without = tokens.accept("WITHOUT", "LOGIN");
    String login = null;
    if (!without && (tokens.isWord("FOR") || tokens.isWord("FROM"))) {
      tokens.next();
      if (!tokens.isWord("LOGIN")) {
        throw tokens.notSimulated("CREATE USER for something else than a login");
      }
      tokens.next();
      login = tokens.name();
    }
    if (tokens.accept("WITH")) {
      tokens.expect("DEFAULT_SCHEMA");
      tokens.expectSymbol("=");
      tokens.name();
    }
    return new CreateUser(name, login, without);
  }

  /** After ALTER SERVER ROLE. */
  Statement serverRole() {
    String role = tokens.name();
    boolean add = tokens.oneOf("ADD", "DROP").equals("ADD");
    tokens.expect("MEMBER");
    return new ServerRole(role, add, tokens.name());
  }

  /** After GRANT, REVOKE or DENY. */
  Statement permission(String verb) {
    if (verb.equals("REVOKE")) {
      tokens.accept("GRANT", "OPTION", "FOR");
    }
    var permissions = new ArrayList<String>();
    do {
      var words = new ArrayList<String>();
      while (tokens.peek().kind() == Kind.WORD
          && !tokens.isWord("ON")
          && !tokens.isWord("TO")
          && !tokens.isWord("FROM")) {
        words.add(tokens.next().text().toUpperCase(Locale.ROOT));
      }
      if (words.isEmpty()) {
        throw tokens.syntaxError();
      }
      permissions.add(String.join(" ", words));
    } while (tokens.acceptSymbol(","));
    String securableClass = null;
    String securable = null;
    if (tokens.accept("ON")) {
      Token first = tokens.peek();
      if (!first.isWord("ENDPOINT") || !tokens.peek(1).isSymbol("::")) {
        throw tokens.notSimulated(verb + " ON anything but ENDPOINT::");
      }
      tokens.next();
      tokens.next();
      securableClass = "ENDPOINT";
      securable = tokens.name();
    }
    if (verb.equals("REVOKE") && tokens.isWord("FROM")) {
      tokens.next();
    } else {
      tokens.expect("TO");
    }
    List<String> principals = new ArrayList<>();
    do {
      principals.add(tokens.accept("PUBLIC") ? "public" : tokens.name());
    } while (tokens.acceptSymbol(","));
    tokens.accept("CASCADE");
    if (tokens.accept("WITH")) {
      tokens.expect("GRANT", "OPTION");
    }
    return new Permission(verb, permissions, securableClass, securable, principals);
  }
}
