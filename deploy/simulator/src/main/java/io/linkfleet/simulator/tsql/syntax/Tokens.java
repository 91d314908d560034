package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The place in a batch that the parsers share: tokens ahead, names declared, secrets to hide. */
final class Tokens {
  final Dialect dialect;
  /** Variables declared so far in the batch. */
  final Set<String> declared = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  /** Every DECLARE of the batch, wherever it stands: a variable exists from the batch's start. */
  final List<Statement.Declaration> declarations = new ArrayList<>();
  /** Uses of variables that nobody declared: reported when the syntax is right. */
  final List<TsqlError> undeclared = new ArrayList<>();

  private final String text;
  private final List<Token> tokens;
  private final List<Token> secrets = new ArrayList<>();
  private int at;

  Tokens(String text, Dialect dialect) {
    this.text = text;
    this.dialect = dialect;
    this.tokens = new Lexer(text, dialect.quotedIdentifiers()).tokens();
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  Token next() {
    Token token = tokens.get(at);
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  boolean atEnd() {
    return peek().kind() == Kind.END;
  }

  boolean isWord(String word) {
    return peek().isWord(word);
  }

  /** Whether these words come next. */
  boolean areWords(String... words) {
    for (int i = 0; i < words.length; i++) {
      if (!peek(i).isWord(words[i])) {
        return false;
      }
    }
    return true;
  }

  /** Takes these words if they all come next. */
  boolean accept(String... words) {
    if (!areWords(words)) {
      return false;
    }
    at += words.length;
    return true;
  }

  boolean isSymbol(String symbol) {
    return peek().isSymbol(symbol);
  }

  boolean acceptSymbol(String symbol) {
    if (isSymbol(symbol)) {
      at++;
      return true;
    }
    return false;
  }

  void expect(String... words) {
    for (String word : words) {
      if (!accept(word)) {
        throw syntaxError();
      }
    }
  }

  void expectSymbol(String symbol) {
    if (!acceptSymbol(symbol)) {
      throw syntaxError();
    }
  }

  /** One of these words, in upper case. */
  String oneOf(String... words) {
    for (String word : words) {
      if (accept(word)) {
        return word;
      }
    }
    throw syntaxError();
  }

  /** A name: quoted, or a word that is not reserved. */
  String name() {
    if (!peek().isName() || peek().isWord("GO")) {
      throw syntaxError();
    }
    return next().text();
  }

  /** A string literal. */
  String string() {
    if (!peek().isString()) {
      throw syntaxError();
    }
    return next().text();
  }

  /** A string literal that no record may show. */
  String secret() {
    secrets.add(peek());
    return string();
  }

  int integer() {
    if (peek().kind() != Kind.NUMBER) {
      throw syntaxError();
    }
    Token number = next();
    try {
      return Integer.parseInt(number.text());
    } catch (NumberFormatException e) {
      throw syntaxError(number);
    }
  }

  /** The text between two places of the batch. */
  String slice(Token from, Token until) {
    return text.substring(from.start(), until.start()).trim();
  }

  Token previous() {
    return tokens.get(Math.max(0, at - 1));
  }

  /** The text from a token to the last one taken, with every secret replaced by stars. */
  String maskedFrom(Token from) {
    int end = previous().end();
    var shown = new StringBuilder();
    int copied = from.start();
    for (Token secret : secrets) {
      if (secret.start() >= copied && secret.end() <= end) {
        shown.append(text, copied, secret.start()).append("'******'");
        copied = secret.end();
      }
    }
    return shown.append(text, copied, Math.max(copied, end)).toString();
  }

  TsqlError syntaxError() {
    return syntaxError(peek());
  }

  /** Incorrect syntax near this token; at the end of the batch, near the last one. */
  TsqlError syntaxError(Token near) {
    boolean end = near.kind() == Kind.END && tokens.size() > 1;
    Token shown = end ? tokens.get(tokens.size() - 2) : near;
    Message message =
        !end && shown.kind() == Kind.WORD && Words.isReserved(shown.text())
            ? Message.SYNTAX_KEYWORD
            : Message.SYNTAX;
    return message.error(shown.text()).atLine(shown.line(), "").endingBatch();
  }

  TsqlError notSimulated(String what) {
    return Message.NOT_SIMULATED.error(what).atLine(peek().line(), "").endingBatch();
  }

  void useVariable(Token variable) {
    if (!declared.contains(variable.text())) {
      undeclared.add(
          Message.UNDECLARED.error(variable.text()).atLine(variable.line(), "").endingBatch());
    }
  }
}
