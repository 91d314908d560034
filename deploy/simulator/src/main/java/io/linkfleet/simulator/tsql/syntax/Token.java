package io.linkfleet.simulator.tsql.syntax;

/**
 * One token of a batch.
 *
 * @param kind what it is
 * @param text a name without its quotes, a string without its quotes, otherwise as written
 * @param start first character in the batch
 * @param end behind its last character
 * @param line from 1
 */
record Token(Kind kind, String text, int start, int end, int line) {
  enum Kind {
    /** A word without quotes: a name or a keyword. */
    WORD,
    /** A name in brackets, or in double quotes under QUOTED_IDENTIFIER. */
    NAME,
    STRING,
    NATIONAL_STRING,
    NUMBER,
    BINARY,
    /** {@code @x} or {@code @@x}. */
    VARIABLE,
    SYMBOL,
    END
  }

  boolean isWord(String keyword) {
    return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
  }

  boolean isSymbol(String symbol) {
    return kind == Kind.SYMBOL && text.equals(symbol);
  }

  boolean isName() {
    return kind == Kind.NAME || (kind == Kind.WORD && !Words.isReserved(text));
  }

  boolean isString() {
    return kind == Kind.STRING || kind == Kind.NATIONAL_STRING;
  }
}
