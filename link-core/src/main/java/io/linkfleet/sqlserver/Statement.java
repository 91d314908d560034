package io.linkfleet.sqlserver;

import io.linkfleet.plan.Action;
import java.time.Duration;

/**
 * One T-SQL statement that changes a server.
 *
 * @param text the exact text
 * @param secret a part of the text that nobody may see, or null
 * @param limit how long it may run
 */
public record Statement(String text, String secret, Duration limit) implements Action {
  /** Long enough for DDL that waits for others. */
  public static final Duration USUAL = Duration.ofSeconds(60);

  /** A statement without secrets that ends soon. */
  public static Statement of(String text) {
    return new Statement(text.strip(), null, USUAL);
  }

  /** The same statement with a part that is never shown. */
  public Statement hiding(String part) {
    return new Statement(text, part, limit);
  }

  /** The same statement with another time limit. */
  public Statement within(Duration other) {
    return new Statement(text, secret, other);
  }

  @Override
  public String shown() {
    return secret == null ? text : text.replace(secret, "******");
  }

  @Override
  public String toString() {
    return shown();
  }
}
