package io.linkfleet.simulator.tsql.syntax;

import java.util.Locale;

/** Sends CREATE, ALTER, DROP, BACKUP and GRANT to the parser that knows the object. */
final class DefinitionParser {
  private final Tokens tokens;
  private final SecurityParser security;
  private final CertificateParser certificates;
  private final EndpointParser endpoints;
  private final DatabaseParser databases;
  private final GroupParser groups;
  private final TableParser tables;

  DefinitionParser(Tokens tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.security = new SecurityParser(tokens);
    this.certificates = new CertificateParser(tokens);
    this.endpoints = new EndpointParser(tokens);
    this.databases = new DatabaseParser(tokens, expressions);
    this.groups = new GroupParser(tokens);
    this.tables = new TableParser(tokens, expressions);
  }

  Statement definition() {
    Token verbToken = tokens.next();
    String verb = verbToken.text().toUpperCase(Locale.ROOT);
    if (verb.equals("GRANT") || verb.equals("REVOKE") || verb.equals("DENY")) {
      return security.permission(verb);
    }
    String object = tokens.peek().text().toUpperCase(Locale.ROOT);
    switch (object) {
      case "MASTER":
        tokens.next();
        tokens.expect("KEY");
        return certificates.masterKey(verb);
      case "CERTIFICATE":
        tokens.next();
        return certificates.certificate(verb);
      case "ENDPOINT":
        tokens.next();
        return endpoints.endpoint(verb);
      case "LOGIN":
        tokens.next();
        return security.login(verb);
      case "CREDENTIAL":
        if (verb.equals("BACKUP")) {
          break;
        }
        tokens.next();
        return security.credential(verb);
      case "USER":
        tokens.next();
        return security.user(verb);
      case "SERVER":
        if (verb.equals("ALTER") && tokens.accept("SERVER", "ROLE")) {
          return security.serverRole();
        }
        break;
      case "DATABASE":
        tokens.next();
        return databases.database(verb);
      case "LOG":
        if (verb.equals("BACKUP")) {
          tokens.next();
          return databases.backup(true);
        }
        break;
      case "TABLE":
        if (verb.equals("ALTER")) {
          break;
        }
        tokens.next();
        return verb.equals("CREATE") ? tables.create() : tables.drop();
      case "AVAILABILITY":
        tokens.next();
        tokens.expect("GROUP");
        return groups.group(verb);
      default:
        break;
    }
    if (tokens.peek().kind() == Token.Kind.WORD) {
      throw tokens.notSimulated(verb + " " + object);
    }
    throw tokens.syntaxError();
  }
}
