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
  private final Reach reach;
  /** Where a name was not found when a statement was compiled again; null for all others. */
  private transient Object unresolvedIn;

  /** How much an error ends. */
  public enum Reach {
    STATEMENT,
    /** The batch, or only the text that EXEC runs. */
    SCOPE,
    /** Everything up to the client. */
    BATCH
  }

  private TsqlError(List<SqlMessage> messages, Reach reach) {
    super(messages.get(0).number() + " " + messages.get(0).text(), null, false, false);
    this.messages = List.copyOf(messages);
    this.reach = reach;
  }

  /** An error that ends its statement; the batch goes on. */
  public static TsqlError of(SqlMessage message) {
    return new TsqlError(List.of(message), Reach.STATEMENT);
  }

  /** The same messages, ending the batch or the text of an EXEC. */
  public TsqlError endingBatch() {
    return new TsqlError(messages, Reach.SCOPE);
  }

  /** The same messages, ending everything up to the client. */
  public TsqlError endingAll() {
    return new TsqlError(messages, Reach.BATCH);
  }

  /** The same error followed by another message. */
  public TsqlError then(SqlMessage message) {
    var all = new ArrayList<>(messages);
    all.add(message);
    return new TsqlError(all, reach);
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
    var error = new TsqlError(all, reach);
    error.unresolvedIn = unresolvedIn;
    return error;
  }

  /** The same error, found as this text's own statement was compiled again before it ran. */
  public TsqlError unresolvedIn(Object frame) {
    var error = new TsqlError(messages, reach);
    error.unresolvedIn = frame;
    return error;
  }

  /** Whether a TRY in this text cannot catch it. */
  public boolean isUnresolvedIn(Object frame) {
    return unresolvedIn == frame;
  }

  /** The same error of a conversion, whose text comes from nvarchar. */
  public TsqlError ofNational() {
    SqlMessage m = messages.get(0);
    String text =
        m.text()
            .replaceFirst("(?<=(the|a|data type) )varchar(?= (value|data type|to) )", "nvarchar");
    if (text.equals(m.text())) {
      return this;
    }
    var named =
        new SqlMessage(m.number(), m.severity(), m.state(), text, m.procedure(), m.line());
    return new TsqlError(List.of(named), reach);
  }

  /** What the client sees, in order. */
  public List<SqlMessage> messages() {
    return messages;
  }

  /** The message that ERROR_NUMBER() and CATCH speak of: the last error, as on a server. */
  public SqlMessage last() {
    for (int i = messages.size() - 1; i > 0; i--) {
      if (messages.get(i).isError()) {
        return messages.get(i);
      }
    }
    return messages.get(0);
  }

  public Reach reach() {
    return reach;
  }
}
