package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.type.DataType;
import java.math.BigDecimal;
import java.util.HexFormat;

/** Reads numbers and binary constants. */
final class Literals {
  private Literals() {}

  static Expression number(Token token) {
    String text = token.text();
    if (text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
      return new Expression.Literal(Double.valueOf(text), DataType.FLOAT);
    }
    if (text.indexOf('.') < 0) {
      try {
        return new Expression.Literal(Integer.valueOf(text), DataType.INT);
      } catch (NumberFormatException e) {
        // beyond int a whole number is numeric, as on a server
      }
    }
    BigDecimal value = new BigDecimal(text.endsWith(".") ? text + "0" : text);
    return new Expression.Literal(value, DataType.ofDecimal(value));
  }

  static byte[] binary(Token token) {
    String hex = token.text().substring(2);
    return HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : "0" + hex);
  }
}
