package io.linkfleet.simulator.engine;

import java.math.BigInteger;
import java.util.UUID;

/**
 * Owns what one partner of a database mirroring session knows; values are those of
 * sys.database_mirroring. Guarded by the server's lock.
 */
public final class MirroringSession {
  public static final int SUSPENDED = 0;
  public static final int DISCONNECTED = 1;
  public static final int SYNCHRONIZING = 2;
  public static final int PENDING_FAILOVER = 3;
  public static final int SYNCHRONIZED = 4;
  public static final int PRINCIPAL = 1;
  public static final int MIRROR = 2;
  public static final int SAFETY_OFF = 1;
  public static final int SAFETY_FULL = 2;

  /** The session's; on a mirror whose principal has not come yet, one of its own (inferred). */
  public UUID guid = UUID.randomUUID();
  /** 1 PRINCIPAL, 2 MIRROR. */
  public int role;
  /** 0 SUSPENDED, 1 DISCONNECTED, 2 SYNCHRONIZING, 3 PENDING_FAILOVER, 4 SYNCHRONIZED. */
  public int state;
  /** 1 OFF, 2 FULL. */
  public int safety = SAFETY_FULL;
  public String partnerAddress;
  public String partnerInstance;
  public String witnessAddress = "";
  /** 0 UNKNOWN, 1 CONNECTED, 2 DISCONNECTED. */
  public int witnessState;
  public int roleSequence = 1;
  public int safetySequence = 1;
  public int timeoutSeconds = 10;
  /** End of the common log when the roles last changed. */
  public BigInteger failoverLsn;

  // beyond the view
  /** What the mirror has not got yet, in KB; a mirror has none. */
  public long logSendQueueKb;
  /** What this partner has sent, and received, since it has been one. */
  public long logBytesSent;
  public long logBytesReceived;
  /** False on a mirror until the principal's SET PARTNER has come. */
  public boolean established;
  /** Whether SUSPEND, or a forced service, keeps the log back. */
  public boolean suspended;
  /** Whether both copies were equal when the connection was last there. */
  public boolean equalAtLoss;
  /** A principal with a witness that sees neither partner nor witness may not serve. */
  public boolean withoutQuorum;
}
