package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Parses the name of a data type with its length. */
final class TypeParser {
  /** Types that a server has and the simulator has not. */
  private static final Set<String> OTHERS =
      Set.of("xml", "cursor", "table", "rowversion", "timestamp", "hierarchyid", "geometry",
          "geography", "json", "vector");

  private final Tokens tokens;

  TypeParser(Tokens tokens) {
    this.tokens = tokens;
  }

  /** Unverified: which of the two errors a server gives where. */
  private static void checkSize(Token token, String name, List<Integer> arguments) {
    int size = arguments.isEmpty() ? 0 : arguments.get(0);
    boolean national = name.toLowerCase(Locale.ROOT).startsWith("n");
    if (size > 8000 || national && size > 4000) {
      throw (size > 8000 ? Message.SIZE : Message.NATIONAL_SIZE)
          .error(size, name)
          .atLine(token.line(), "")
          .endingBatch();
    }
  }

  /** A data type; the length that a string has when none is given: 30 in CAST, 1 in DECLARE. */
  DataType type(int defaultLength) {
    Token token = tokens.peek();
    String name = tokens.name();
    if (name.equalsIgnoreCase("sys") && tokens.acceptSymbol(".")) {
      name = tokens.name();
    }
    var arguments = new ArrayList<Integer>();
    if (tokens.acceptSymbol("(")) {
      do {
        arguments.add(tokens.accept("MAX") ? -1 : tokens.integer());
      } while (tokens.acceptSymbol(","));
      tokens.expectSymbol(")");
    }
    var found = DataType.named(name, arguments);
    if (found.isEmpty()) {
      throw OTHERS.contains(name.toLowerCase(Locale.ROOT))
          ? tokens.notSimulated("the data type " + name)
          : Message.UNKNOWN_TYPE.error(1, name).atLine(token.line(), "").endingBatch();
    }
    DataType type = found.get();
    if (type.isString() || type.isBinary()) {
      checkSize(token, name, arguments);
    }
    if (type.isDate() && type.length() > 7) {
      throw Message.BAD_SCALE.error(token.line(), type.length()).atLine(token.line(), "")
          .endingBatch();
    }
    boolean sized = (type.isString() || type.isBinary()) && !name.equalsIgnoreCase("sysname");
    return sized && arguments.isEmpty() && type.length() > 0
        ? new DataType(type.sql(), defaultLength)
        : type;
  }
}
