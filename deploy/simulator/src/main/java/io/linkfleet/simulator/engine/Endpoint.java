package io.linkfleet.simulator.engine;

import java.util.Set;
import java.util.TreeSet;

/** The database mirroring endpoint of a server; values are those of sys.database_mirroring_endpoints. */
public final class Endpoint {
  static final int STARTED = 0;

  public String name;
  public int id;
  /** The principal_id of the login that made it. */
  public int ownerId = 1;
  public int port;
  /** Null for ALL. */
  public String ipAddress;
  /** 0 STARTED, 1 STOPPED, 2 DISABLED. */
  public int state;
  /** Whether it is started, and somebody else had its port when it wanted to listen. */
  public boolean portTaken;
  /** 1 PARTNER, 2 WITNESS, 3 ALL. */
  public int role;
  /** 1 NTLM, 2 KERBEROS, 3 NEGOTIATE, 4 CERTIFICATE, 5-7 Windows first, 8-10 certificate first. */
  public int connectionAuth;
  /** 0 when Windows authentication only. */
  public int certificateId;
  public boolean encryptionEnabled;
  /** 0 NONE, 1 RC4, 2 AES, 3 NONE RC4, 4 NONE AES, 5 RC4 AES, 6 AES RC4, 7 and 8 all three. */
  public int encryptionAlgorithm;
  /** Logins with CONNECT on this endpoint, beside sysadmins. */
  public final Set<String> connectGrantedTo = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
  /** Logins that are denied CONNECT on this endpoint, whatever else grants it. */
  public final Set<String> connectDeniedTo = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  /** Settings whose change restarts the endpoint, and with it every connection. */
  public record Settings(
      int id,
      int port,
      String ipAddress,
      int state,
      boolean listens,
      int role,
      int connectionAuth,
      int certificateId,
      boolean encrypted,
      int algorithm) {}

  /** As they are now. */
  public Settings settings() {
    return new Settings(
        id, port, ipAddress, state, listens(), role, connectionAuth, certificateId,
        encryptionEnabled, encryptionAlgorithm);
  }

  /** Whether it is started and has its port. */
  public boolean listens() {
    return state == STARTED && !portTaken;
  }
}
