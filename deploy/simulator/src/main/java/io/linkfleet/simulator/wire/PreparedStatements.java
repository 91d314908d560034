package io.linkfleet.simulator.wire;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The prepared statements of one connection, by handle, and how much of them there may be. */
final class PreparedStatements {
  /** Characters of all statements of a connection together. */
  private static final int MOST_CHARS = 4 << 20;

  private static final Pattern UNPREPARE =
      Pattern.compile(
          "\\s*EXEC\\s+sp_unprepare\\s+(\\d{1,9})\\s*(?:;|$)", Pattern.CASE_INSENSITIVE);

  private final Map<Integer, Prepared> byHandle = new HashMap<>();
  private int lastHandle;
  private int chars;

  /** A statement and the declarations that belong to it. */
  record Prepared(Declarations declarations, String text) {}

  /** The handle, or empty when the connection holds too many already. */
  OptionalInt add(Prepared prepared) {
    if (chars + prepared.text().length() > MOST_CHARS) {
      return OptionalInt.empty();
    }
    chars += prepared.text().length();
    byHandle.put(++lastHandle, prepared);
    return OptionalInt.of(lastHandle);
  }

  /** The statement, or null when there is none of this handle. */
  Prepared get(Object handle) {
    return handle instanceof Integer number ? byHandle.get(number) : null;
  }

  /** Forgets a statement; false when there was none. */
  boolean remove(Object handle) {
    Prepared gone = handle instanceof Integer number ? byHandle.remove(number) : null;
    chars -= gone == null ? 0 : gone.text().length();
    return gone != null;
  }

  void clear() {
    byHandle.clear();
    chars = 0;
  }

  /**
   * Deals with a batch that consists of {@code EXEC sp_unprepare n} only, in which the JDBC driver
   * gives back several handles at once. Handles live here, so the session cannot know them.
   *
   * @return whether it was such a batch
   */
  boolean unprepareBatch(String batch) {
    Matcher one = UNPREPARE.matcher(batch);
    int at = 0;
    while (at < batch.length() && one.region(at, batch.length()).lookingAt()) {
      at = one.end();
    }
    if (at == 0 || !batch.substring(at).isBlank()) {
      return false;
    }
    one.reset();
    while (one.find()) {
      remove(Integer.valueOf(one.group(1)));
    }
    return true;
  }
}
