package io.linkfleet.simulator.wire;

/**
 * Decides per request whether a connection is to suffer a fault; the default never does.
 *
 * <p>Called on the connection's own thread, so an implementation may also take its time. To break a
 * connection while a statement runs, use {@link TdsListener#dropConnections()}.
 */
public interface ConnectionFaults {
  /** No fault ever. */
  ConnectionFaults NONE = new ConnectionFaults() {};

  /** What happens to the connection. */
  enum Decision {
    /** Nothing. */
    CONTINUE,
    /** It is closed at once. */
    DROP,
    /** It stays open and silent until its client leaves or the listener drops it. */
    HANG
  }

  /**
   * The request at which a fault may strike.
   *
   * @param server the server's name
   * @param login who is logged in
   * @param spid the session
   * @param text the batch, the statement of an RPC, or an EXEC of the called procedure
   */
  record Request(String server, String login, int spid, String text) {}

  /** Before the statement: with DROP or HANG it has no effect. */
  default Decision beforeRequest(Request request) {
    return Decision.CONTINUE;
  }

  /**
   * After the statement, before the end of its reply: with DROP or HANG the effect is there and the
   * client does not know. Only a reply longer than one packet has been sent in part by then.
   */
  default Decision beforeReply(Request request) {
    return Decision.CONTINUE;
  }
}
