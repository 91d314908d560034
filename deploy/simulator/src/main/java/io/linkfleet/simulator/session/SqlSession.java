package io.linkfleet.simulator.session;

import java.util.List;

/**
 * One logged-in session of one simulated server: its database context, variables, transaction,
 * application locks and SET options.
 *
 * <p>Used by one thread at a time, except {@link #cancel()}.
 */
public interface SqlSession extends AutoCloseable {
  /** The session id that @@SPID shows. */
  int spid();

  /** The current database. */
  String database();

  /**
   * Runs a batch and puts everything it says into the reply. Errors of T-SQL are messages in the
   * reply, never exceptions.
   *
   * @param batch the text as it came, possibly many statements
   * @param parameters declared before the batch as variables, empty for a plain batch
   * @param reply where rows, messages and DONEs go
   */
  void execute(String batch, List<Parameter> parameters, Reply reply);

  /**
   * Told after each request of the client.
   *
   * @param reached whether the whole answer was handed to the client's connection
   */
  default void answered(boolean reached) {}

  /** Asks a running batch to stop (attention); it ends at the next statement or wait. */
  void cancel();

  /** Rolls back, releases session locks, forgets the session. */
  @Override
  void close();
}
