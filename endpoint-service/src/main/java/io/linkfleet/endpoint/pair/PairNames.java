package io.linkfleet.endpoint.pair;

import io.linkfleet.event.Evidence;
import io.linkfleet.sqlserver.Secrets;

/**
 * How a server is called on the others, as the article has it: {@code HOST_B_login}, {@code
 * HOST_B_user} and {@code HOST_B_cert} on HOST_A. A named instance gets an underscore for its
 * backslash, which no name of a SQL login may hold (15006).
 */
record PairNames(String login, String user, String certificate, String secret) {
  /**
   * The names on one server for another.
   *
   * @param on label of the server that lets the other in
   */
  static PairNames on(String on, Evidence.Host other) {
    String plain = other.serverName().replace('\\', '_');
    return new PairNames(
        plain + "_login", plain + "_user", plain + "_cert", secret(on, other.label()));
  }

  /** Name of the password of the other server's login. */
  static String secret(String on, String other) {
    return "pair-login/" + Secrets.part(on) + "/" + Secrets.part(other);
  }
}
