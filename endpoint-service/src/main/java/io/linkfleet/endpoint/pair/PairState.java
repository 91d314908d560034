package io.linkfleet.endpoint.pair;

import io.linkfleet.endpoint.EndpointState.Endpoint;
import io.linkfleet.endpoint.EndpointState.Listener;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The endpoints of a pair's servers and who may connect to them, as they are now.
 *
 * @param hosts those that answered by their labels, the source first
 */
record PairState(Map<String, Host> hosts) {

  /**
   * One server.
   *
   * @param outbound its endpoint
   * @param inbound whom it knows
   */
  record Host(String label, Outbound outbound, Inbound inbound) {}

  /**
   * What a server connects with.
   *
   * @param endpoint its mirroring endpoint, if there is one
   * @param listeners all its TCP endpoints
   * @param groups availability groups on it
   * @param mirrored databases with a mirroring session
   * @param witnessed sessions that it is the witness of
   * @param express whether its edition is Express, which can be a witness and nothing else (7878)
   */
  record Outbound(
      Optional<Endpoint> endpoint,
      List<Listener> listeners,
      int groups,
      int mirrored,
      int witnessed,
      boolean express) {

    boolean isInUse() {
      return groups > 0 || mirrored > 0 || witnessed > 0;
    }
  }

  /**
   * Whom a server knows, and what of them.
   *
   * @param kept labels of the servers whose login here has its password in the secret store
   * @param files those of the certificate files it was asked for that are there
   */
  record Inbound(
      List<Held> certificates,
      List<Login> logins,
      List<User> users,
      List<Connect> connect,
      Set<String> kept,
      Set<String> files) {

    Optional<Held> certificate(String name) {
      return certificates.stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
    }

    Optional<Held> withContent(String thumbprint) {
      return certificates.stream().filter(c -> c.thumbprint().equals(thumbprint)).findFirst();
    }

    Optional<Login> login(String name) {
      return logins.stream().filter(login -> login.name().equalsIgnoreCase(name)).findFirst();
    }

    Optional<Login> loginOf(String user) {
      return logins.stream().filter(login -> user.equalsIgnoreCase(login.user())).findFirst();
    }

    boolean hasUser(String name) {
      return users.stream().anyMatch(user -> user.name().equalsIgnoreCase(name));
    }

    /** Whom CONNECT is denied to, so that this login has no way in: itself or public. */
    Optional<String> denied(String login) {
      return connect.stream()
          .filter(c -> c.denied() && c.isFor(login))
          .map(Connect::login)
          .findFirst();
    }

    boolean mayConnect(Login login) {
      return login.administrator()
          || connect.stream().anyMatch(c -> !c.denied() && c.isFor(login.name()));
    }
  }

  /**
   * A certificate in master.
   *
   * @param thumbprint SHA-1, upper-case hexadecimal
   * @param withKey whether its private key is there
   * @param owner the user of master that owns it
   */
  record Held(String name, String thumbprint, boolean withKey, String owner) {}

  /**
   * A server principal.
   *
   * @param type S for a SQL login, U and G for Windows, R for a role, C and K for mapped ones
   * @param administrator whether it is a sysadmin
   * @param user its user in master, or null
   */
  record Login(String name, String type, boolean disabled, boolean administrator, String user) {
    String kind() {
      return switch (type) {
        case "S" -> "a SQL login";
        case "U" -> "a Windows login";
        case "G" -> "a Windows group";
        case "R" -> "a server role";
        default -> "a login mapped to a certificate or key";
      };
    }
  }

  /** A principal of master. */
  record User(String name) {}

  /** CONNECT on the mirroring endpoint, granted or denied. */
  record Connect(String login, boolean denied) {
    boolean isFor(String name) {
      return login.equalsIgnoreCase(name) || login.equalsIgnoreCase("public");
    }
  }
}
