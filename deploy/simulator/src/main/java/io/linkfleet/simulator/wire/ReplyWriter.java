package io.linkfleet.simulator.wire;

import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.Reply;
import io.linkfleet.simulator.session.SqlMessage;
import java.io.IOException;
import java.util.List;

/**
 * Turns what a session says into tokens and sends them as they come.
 *
 * <p>The last DONE is held back until it is known whether anything follows it, which its MORE bit
 * says.
 * After an attention rows, messages and counts are swallowed, so that the end comes soon, but not
 * the changes of database and transaction that the client has to know.
 */
final class ReplyWriter implements Reply {
  private static final int DONE = 0xFD;
  private static final int DONE_PROC = 0xFE;
  private static final int DONE_IN_PROC = 0xFF;
  private static final int MORE = 0x01;
  private static final int ERROR = 0x02;
  private static final int COUNT = 0x10;
  private static final int ATTENTION = 0x20;
  private static final int MAX_MESSAGE_CHARS = 16_000;

  private final PacketWriter out;
  private final String server;
  private final ByteWriter token = new ByteWriter();
  private final ByteWriter held = new ByteWriter();
  private List<Column> columns = List.of();
  private int doneToken;
  private int doneStatus;
  private int doneCommand;
  private long doneRows;
  private boolean procedure;
  private boolean failed;
  private boolean fatal;
  private int status;
  private long transaction;
  private volatile boolean cancelled;

  ReplyWriter(PacketWriter out, String server) {
    this.out = out;
    this.server = server;
  }

  /** A new request begins. */
  void begin() {
    cancelled = false;
    procedure = false;
    failed = false;
    doneToken = 0;
  }

  /** One call of an RPC begins; its statements end with DONEINPROC. */
  void beginCall() {
    procedure = true;
    failed = false;
    status = 0;
  }

  /** Swallows the rest; called by the thread that saw the attention. */
  void cancel() {
    cancelled = true;
  }

  boolean isCancelled() {
    return cancelled;
  }

  /** Whether a message of severity 20 or more went out, after which a server hangs up. */
  boolean isFatal() {
    return fatal;
  }

  @Override
  public void columns(List<Column> now) {
    if (cancelled) {
      return;
    }
    columns = List.copyOf(now);
    token.u8(0x81).u16(now.size());
    for (Column column : now) {
      // Nullable, and not known whether it can be updated.
      token.u32(0).u16(0x0009);
      TypeEncoder.typeInfo(token, column);
      TypeEncoder.tableName(token, column);
      token.shortText(column.name());
    }
    send();
  }

  @Override
  public void row(Object[] values) {
    if (cancelled) {
      return;
    }
    if (values.length != columns.size()) {
      throw new IllegalArgumentException(
          values.length + " values for " + columns.size() + " columns");
    }
    int mark = token.size();
    try {
      token.u8(0xD1);
      for (int i = 0; i < values.length; i++) {
        TypeEncoder.value(token, columns.get(i), values[i]);
      }
    } catch (RuntimeException e) {
      token.cutTo(mark);
      throw e;
    }
    send();
  }

  @Override
  public void message(SqlMessage message) {
    if (cancelled) {
      return;
    }
    failed |= message.isError();
    fatal |= message.severity() >= 20;
    String text = message.text();
    token.u8(message.isError() ? 0xAA : 0xAB);
    int start = token.openLength();
    // Severity 10 leaves a server as 0.
    int severity = message.severity() == 10 ? 0 : message.severity();
    token.u32(message.number()).u8(message.state()).u8(severity);
    String fits = text.length() > MAX_MESSAGE_CHARS ? text.substring(0, MAX_MESSAGE_CHARS) : text;
    token.u16(fits.length()).utf16(fits);
    token.shortText(server).shortText(message.procedure()).u32(message.line());
    token.closeLength(start);
    send();
  }

  @Override
  public void databaseChanged(String now, String before) {
    changed(1, now, before);
  }

  /** ENVCHANGE of a text value. */
  void changed(int what, String now, String before) {
    token.u8(0xE3);
    int start = token.openLength();
    token.u8(what).shortText(now).shortText(before);
    token.closeLength(start);
    send();
  }

  @Override
  public void transactionChanged(TransactionChange change) {
    token.u8(0xE3);
    int start = token.openLength();
    if (change == TransactionChange.BEGUN) {
      token.u8(8).u8(8).u64(++transaction).u8(0);
    } else {
      token.u8(change == TransactionChange.COMMITTED ? 9 : 10).u8(0).u8(8).u64(transaction);
    }
    token.closeLength(start);
    send();
  }

  @Override
  public void done(long rows, int currentCommand, boolean statementFailed) {
    if (cancelled) {
      return;
    }
    hold(
        procedure ? DONE_IN_PROC : DONE,
        (statementFailed ? ERROR : 0) | (rows >= 0 ? COUNT : 0),
        currentCommand,
        Math.max(rows, 0));
    failed = statementFailed;
  }

  @Override
  public void returnStatus(int now) {
    status = now;
    if (!procedure && !cancelled) {
      token.u8(0x79).u32(now);
      send();
    }
  }

  /** The return status of the call that runs, for the end of it. */
  int status() {
    return status;
  }

  /** Whether the call's last statement failed. */
  boolean lastFailed() {
    return failed;
  }

  /** RETURNSTATUS of an RPC; the driver wants it before the first RETURNVALUE. */
  void callStatus(int now) {
    token.u8(0x79).u32(now);
    send();
  }

  /** RETURNVALUE of an RPC; the ordinal is the position of the parameter in the request. */
  void returnValue(int ordinal, String name, Column column, Object value) {
    token.u8(0xAC).u16(ordinal).shortText(name).u8(0x01).u32(0).u16(0x0001);
    TypeEncoder.typeInfo(token, column);
    TypeEncoder.value(token, column, value);
    send();
  }

  /** DONEPROC of an RPC. */
  void callDone() {
    hold(DONE_PROC, failed ? ERROR : 0, 0xE0, 0);
    procedure = false;
  }

  /** A token that has no method of its own. */
  void raw(byte[] bytes) {
    token.raw(bytes);
    send();
  }

  /** Ends the message. */
  void end() throws IOException {
    if (cancelled) {
      doneToken = 0;
      hold(DONE, ERROR, 0, 0);
    } else if (doneToken == 0) {
      hold(DONE, failed ? ERROR : 0, 0, 0);
    }
    writeDone(doneToken, doneStatus);
    out.end();
    columns = List.of();
  }

  /** The answer to an attention is a message of its own. */
  void acknowledgeAttention() throws IOException {
    doneCommand = 0;
    doneRows = 0;
    writeDone(DONE, ATTENTION);
    out.end();
  }

  private void hold(int kind, int doneState, int command, long rows) {
    send();
    doneToken = kind;
    doneStatus = doneState;
    doneCommand = command;
    doneRows = rows;
  }

  /** Sends the held DONE, if any, and the token behind it. */
  private void send() {
    try {
      if (doneToken != 0) {
        held.u8(doneToken).u16(doneStatus | MORE).u16(doneCommand).u64(doneRows);
        doneToken = 0;
        out.write(held);
      }
      out.write(token);
    } catch (IOException e) {
      throw new ClientGone(e);
    }
  }

  private void writeDone(int kind, int doneState) throws IOException {
    token.u8(kind).u16(doneState).u16(doneCommand).u64(doneRows);
    doneToken = 0;
    out.write(token);
  }
}
