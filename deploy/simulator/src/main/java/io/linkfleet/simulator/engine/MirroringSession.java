package io.linkfleet.simulator.engine;

import java.util.UUID;

/** What one partner of a database mirroring session knows; values are those of sys.database_mirroring. */
public final class MirroringSession {
  public UUID guid;
  /** 1 PRINCIPAL, 2 MIRROR. */
  public int role;
  /** 0 SUSPENDED, 1 DISCONNECTED, 2 SYNCHRONIZING, 3 PENDING_FAILOVER, 4 SYNCHRONIZED. */
  public int state;
  /** 1 OFF, 2 FULL. */
  public int safety = 2;
  public String partnerAddress;
  public String partnerInstance;
  public String witnessAddress = "";
  /** 0 UNKNOWN, 1 CONNECTED, 2 DISCONNECTED. */
  public int witnessState;
}
