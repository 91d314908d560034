package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.TableMessage;
import io.linkfleet.simulator.tsql.syntax.Definition.TableColumn;
import io.linkfleet.simulator.tsql.syntax.Definition.TableKey;
import io.linkfleet.simulator.tsql.type.DataType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses CREATE TABLE and DROP TABLE; constraints other than PRIMARY KEY are not simulated. */
final class TableParser {
  private static final Set<String> UNMODELLED =
      Set.of("UNIQUE", "CHECK", "FOREIGN", "REFERENCES", "INDEX", "COLLATE", "SPARSE",
          "ROWGUIDCOL", "GENERATED", "PERIOD", "ENCRYPTED", "MASKED", "FILESTREAM", "AS", "HIDDEN");

  private final Tokens tokens;
  private final ExpressionParser expressions;
  private final TypeParser types;
  private TableKey key;
  private String table;

  TableParser(Tokens tokens, ExpressionParser expressions) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.types = new TypeParser(tokens);
  }

  /** A name with its qualifiers. */
  static List<String> name(Tokens tokens) {
    var parts = new ArrayList<String>();
    parts.add(tokens.name());
    while (tokens.acceptSymbol(".")) {
      parts.add(tokens.isSymbol(".") ? "" : tokens.name());
    }
    return List.copyOf(parts);
  }

  Definition create() {
    List<String> name = name(tokens);
    table = name.get(name.size() - 1);
    key = null;
    var columns = new ArrayList<TableColumn>();
    tokens.expectSymbol("(");
    do {
      if (tokens.isSymbol(")")) {
        break; // a comma may stand before the end
      }
      String constraint = tokens.accept("CONSTRAINT") ? tokens.name() : null;
      if (constraint != null || tokens.isWord("PRIMARY")) {
        primaryKey(constraint, null);
      } else {
        boolean period = tokens.areWords("PERIOD", "FOR");
        if (period || Words.isReserved(tokens.peek().text())) {
          refuseUnmodelled();
        }
        columns.add(column());
      }
    } while (tokens.acceptSymbol(","));
    if (columns.isEmpty()) {
      throw tokens.syntaxError();
    }
    tokens.expectSymbol(")");
    if (tokens.accept("ON")) {
      tokens.name();
    }
    if (tokens.isWord("WITH") || tokens.isWord("TEXTIMAGE_ON")
        || tokens.isWord("FILESTREAM_ON")) {
      throw tokens.notSimulated("options of a table");
    }
    return new Definition.CreateTable(name, List.copyOf(columns), key);
  }

  private void refuseUnmodelled() {
    Token token = tokens.peek();
    String word = token.text().toUpperCase(Locale.ROOT);
    if (token.kind() == Token.Kind.WORD && UNMODELLED.contains(word)) {
      throw tokens.notSimulated(word + " of a table");
    }
  }

  private TableColumn column() {
    String name = tokens.name();
    refuseUnmodelled();
    boolean sysname = tokens.isWord("sysname");
    DataType type = types.type(1);
    Boolean nullable = sysname ? Boolean.FALSE : null;
    List<BigInteger> identity = null;
    String defaultName = null;
    String byDefault = null;
    while (!tokens.isSymbol(",") && !tokens.isSymbol(")")) {
      String constraint = tokens.accept("CONSTRAINT") ? tokens.name() : null;
      refuseUnmodelled();
      if (tokens.accept("NOT", "NULL")) {
        nullable = false;
      } else if (tokens.accept("NULL")) {
        nullable = true;
      } else if (tokens.accept("IDENTITY")) {
        identity = identity();
      } else if (tokens.accept("DEFAULT")) {
        Token from = tokens.peek();
        expressions.value();
        defaultName = constraint;
        byDefault = tokens.slice(from, tokens.peek());
      } else if (tokens.isWord("PRIMARY")) {
        primaryKey(constraint, name);
      } else {
        throw tokens.syntaxError();
      }
    }
    return new TableColumn(name, type, nullable, identity, defaultName, byDefault);
  }

  private List<BigInteger> identity() {
    if (!tokens.acceptSymbol("(")) {
      return List.of(BigInteger.ONE, BigInteger.ONE);
    }
    BigInteger seed = whole();
    tokens.expectSymbol(",");
    BigInteger increment = whole();
    tokens.expectSymbol(")");
    return List.of(seed, increment);
  }

  private BigInteger whole() {
    boolean negative = tokens.acceptSymbol("-");
    Token number = tokens.next();
    if (!number.text().matches("\\d+")) {
      throw tokens.syntaxError(number);
    }
    var value = new BigInteger(number.text());
    return negative ? value.negate() : value;
  }

  /** @param column the one behind which it stands; null when it names its own */
  private void primaryKey(String name, String column) {
    refuseUnmodelled();
    int line = tokens.peek().line();
    tokens.expect("PRIMARY", "KEY");
    if (!tokens.accept("CLUSTERED")) {
      tokens.accept("NONCLUSTERED");
    }
    var columns = new ArrayList<String>();
    if (column == null) {
      tokens.expectSymbol("(");
      do {
        columns.add(tokens.name());
        if (!tokens.accept("ASC")) {
          tokens.accept("DESC");
        }
      } while (tokens.acceptSymbol(","));
      tokens.expectSymbol(")");
    } else {
      columns.add(column);
    }
    if (tokens.isWord("WITH")) {
      throw tokens.notSimulated("options of an index");
    }
    if (key != null) {
      throw TableMessage.SECOND_KEY.error(table).atLine(line, "").endingBatch();
    }
    key = new TableKey(name, List.copyOf(columns));
  }

  Definition drop() {
    boolean ifExists = tokens.accept("IF", "EXISTS");
    var names = new ArrayList<List<String>>();
    do {
      names.add(name(tokens));
    } while (tokens.acceptSymbol(","));
    return new Definition.DropTable(List.copyOf(names), ifExists);
  }
}
