package io.linkfleet.simulator.tsql;

import io.linkfleet.simulator.session.SqlMessage;
import java.util.ArrayList;
import java.util.List;

/**
 * An error of T-SQL on its way to the client or to a CATCH block: one message, or several when the
 * server reports a cause and then the statement that failed (1475 and 41152).
 *
 * <p>An exception because T-SQL's own errors unwind expressions and blocks the same way; it has no
 * stack trace of this program, which would be of no use to anyone.
 */
public final class TsqlError extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<SqlMessage> messages;
  private final boolean endsBatch;

  private TsqlError(List<SqlMessage> messages, boolean endsBatch) {
    super(messages.get(0).number() + " " + messages.get(0).text(), null, false, false);
    this.messages = List.copyOf(messages);
    this.endsBatch = endsBatch;
  }

  /** An error that ends its statement; the batch goes on. */
  public static TsqlError of(SqlMessage message) {
    return new TsqlError(List.of(message), false);
  }

  /** The same messages, ending the whole batch. */
  public TsqlError endingBatch() {
    return new TsqlError(messages, true);
  }

  /** The same error followed by another message. */
  public TsqlError then(SqlMessage message) {
    var all = new ArrayList<>(messages);
    all.add(message);
    return new TsqlError(all, endsBatch);
  }

  /** The same error with every message that has no line yet at this one. */
  public TsqlError atLine(int line, String procedure) {
    var all = new ArrayList<SqlMessage>();
    for (SqlMessage m : messages) {
      all.add(
          m.line() > 0
              ? m
              : new SqlMessage(m.number(), m.severity(), m.state(), m.text(), procedure, line));
    }
    return new TsqlError(all, endsBatch);
  }

  /** What the client sees, in order. */
  public List<SqlMessage> messages() {
    return messages;
  }

  /** The message that ERROR_NUMBER() and CATCH speak of: the last one, as on a server. */
  public SqlMessage last() {
    return messages.get(messages.size() - 1);
  }

  /** Whether nothing after the statement runs. */
  public boolean endsBatch() {
    return endsBatch;
  }
}
