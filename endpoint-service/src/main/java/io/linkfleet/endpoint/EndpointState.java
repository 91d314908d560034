package io.linkfleet.endpoint;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is true about the mirroring endpoint of a server now.
 *
 * @param endpoint the mirroring endpoint, if there is one
 * @param listeners all TCP endpoints of the server
 * @param certificates names of the certificates in master that have a private key
 * @param groups availability groups on the server
 * @param mirroredDatabases databases with a mirroring session
 */
public record EndpointState(
    Optional<Endpoint> endpoint,
    List<Listener> listeners,
    Set<String> certificates,
    int groups,
    int mirroredDatabases) {

  private static final Set<Integer> WITH_AES = Set.of(2, 4, 5, 6, 7, 8);
  private static final Set<Integer> WITH_NONE = Set.of(3, 4, 7, 8);

  /**
   * A row of sys.database_mirroring_endpoints with its port.
   *
   * @param name its name
   * @param port its TCP port
   * @param ipAddress the address it listens on, null for all
   * @param state STARTED, STOPPED or DISABLED
   * @param role ALL, PARTNER, WITNESS or NONE
   * @param connectionAuth 1 to 3 Windows only, 4 certificate only, 5 to 10 both
   * @param certificate the certificate it uses, or null
   * @param encrypted whether encryption is enabled
   * @param algorithm code of its encryption algorithms
   * @param listens whether somebody is served on its port, as sys.dm_tcp_listener_states documents
   *     it; a STARTED endpoint that found its port taken is not (inferred, never seen on a server)
   */
  public record Endpoint(
      String name,
      int port,
      String ipAddress,
      String state,
      String role,
      int connectionAuth,
      String certificate,
      boolean encrypted,
      int algorithm,
      boolean listens) {

    /** Whether it is STARTED, and has got its port. */
    public boolean isReachable() {
      return state.equals("STARTED") && listens;
    }

    /** For the step that starts it: what a person would not expect, or nothing. */
    public String deaf() {
      return state.equals("STARTED") && !listens
          ? ", which is STARTED and does not listen on its port " + port
          : "";
    }

    /** Codes 4 to 10 of connection_auth hold a certificate (facts on operating the link, 4.5). */
    public boolean acceptsCertificates() {
      return connectionAuth >= 4 && connectionAuth <= 10;
    }

    public boolean offersAes() {
      return encrypted && WITH_AES.contains(algorithm);
    }

    /** Encryption is supported, not required: partners without encryption may be connected. */
    boolean encryptsOnRequest() {
      return encrypted && WITH_NONE.contains(algorithm);
    }

    /** Every code but 4, a certificate alone. */
    public boolean acceptsWindows() {
      return connectionAuth != 4;
    }

    public boolean servesPartners() {
      return role.equals("ALL") || role.equals("PARTNER");
    }

    public boolean servesWitness() {
      return role.equals("ALL") || role.equals("WITNESS");
    }

    /** From a row of {@link EndpointSql#ENDPOINTS}. */
    public static Endpoint of(ResultSet row) throws SQLException {
      return new Endpoint(
          row.getString("name"),
          row.getInt("port"),
          row.getString("ip_address"),
          row.getString("state_desc"),
          row.getString("role_desc"),
          row.getInt("connection_auth"),
          row.getString("certificate"),
          row.getBoolean("is_encryption_enabled"),
          row.getInt("encryption_algorithm"),
          row.getInt("listeners") > 0);
    }
  }

  /** A TCP endpoint of any kind. */
  public record Listener(String name, int port) {}

  /** Whether altering the endpoint could interrupt somebody. */
  boolean isInUse() {
    return groups > 0 || mirroredDatabases > 0;
  }
}
