package io.linkfleet.simulator.wire;

import io.linkfleet.simulator.session.SqlMessage;
import java.time.Duration;
import java.util.Optional;

/**
 * Decides per request whether a connection is to suffer a fault; the default never does.
 *
 * <p>Called on the connection's own thread.
 */
public interface ConnectionFaults {
  /** No fault ever. */
  ConnectionFaults NONE = new ConnectionFaults() {};

  /** When a fault strikes. */
  enum Moment {
    /** Before the statement, which then has no effect. */
    BEFORE,
    /**
     * While the statement runs, which ends there as after an attention: what it has done by then
     * stays. A statement that is quicker has its effect, and its answer is lost.
     */
    DURING,
    /**
     * After the statement, before the end of its reply: the effect is there and the client does not
     * know. Only a reply longer than one packet has been sent in part by then.
     */
    AFTER
  }

  /** What becomes of the connection. */
  enum Act {
    /** It is closed. */
    DROP,
    /** It stays open and silent until its client leaves or the listener drops it. */
    HANG,
    /** It goes on: the statement is answered with an error and has no effect. BEFORE only. */
    REFUSE
  }

  /**
   * A fault that hits one request.
   *
   * @param moment when
   * @param act what; DURING always drops
   * @param delay how long after the statement's beginning, for DURING
   * @param error what is said, for REFUSE; null otherwise
   */
  record Strike(Moment moment, Act act, Duration delay, SqlMessage error) {}

  /**
   * The request at which a fault may strike.
   *
   * @param server the server's name
   * @param login who is logged in
   * @param spid the session
   * @param text the batch, the statement of an RPC, or an EXEC of the called procedure
   */
  record Request(String server, String login, int spid, String text) {}

  /** The fault that hits this request; asked once, before it runs. */
  default Optional<Strike> strike(Request request) {
    return Optional.empty();
  }

  /**
   * Whether the whole server is silent now: connections are taken and nothing is answered, as if
   * its process were stopped. What it got meanwhile is answered afterwards.
   */
  default boolean isHung(String server) {
    return false;
  }
}
