package io.linkfleet.simulator.session;

import java.util.List;

/**
 * Where a session puts its answer, in the order in which a client is to see it.
 *
 * <p>The wire turns these calls into tokens; tests collect them. Implementations may block when the
 * client reads slowly and throw {@link ClientGone} when it has left.
 */
public interface Reply {
  /** Opens a result set. */
  void columns(List<Column> columns);

  /** One row of the open result set, a value per column. */
  void row(Object[] values);

  /** An error or an information message. */
  void message(SqlMessage message);

  /** The database context has changed (ENVCHANGE 1). */
  void databaseChanged(String now, String before);

  /** A transaction has begun, been committed or rolled back (ENVCHANGE 8, 9, 10). */
  void transactionChanged(TransactionChange change);

  /**
   * A statement has ended.
   *
   * @param rows rows affected or returned, -1 when the statement has no count
   * @param currentCommand the CurCmd of the DONE token, 0 when unknown
   * @param failed whether the statement ended with an error
   */
  void done(long rows, int currentCommand, boolean failed);

  /** The return status of a procedure called by RPC. */
  void returnStatus(int status);

  /** What happened to the session's transaction. */
  enum TransactionChange {
    BEGUN,
    COMMITTED,
    ROLLED_BACK
  }

  /** The client has closed its connection; the session ends quietly. */
  final class ClientGone extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With the reason as the socket gave it. */
    public ClientGone(Throwable cause) {
      super(cause);
    }
  }
}
