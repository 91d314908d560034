package io.linkfleet.simulator.engine;

import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;

/** A database of a simulated server, guarded by the server's lock. */
public final class Database {
  public String name;
  public int id;
  public Instant createdAt;
  /** FULL, BULK_LOGGED or SIMPLE. */
  public String recoveryModel = "FULL";
  /** ONLINE, RESTORING, RECOVERING, OFFLINE as in sys.databases.state_desc. */
  public String state = "ONLINE";
  public boolean readOnly;
  public boolean autoClose;
  public boolean singleUser;
  public boolean encrypted;
  public long sizeBytes = 64L << 20;
  /** Null until a full backup that is not copy-only has started the log chain. */
  public BigInteger lastLogBackupLsn;
  public BigInteger endOfLogLsn = new BigInteger("37000000012300001");
  /** Used part of the log, 0 to 1; it grows while nobody backs the log up. */
  public double logUsed = 0.02;
  public final UUID databaseGuid = UUID.randomUUID();
  public final UUID familyGuid = UUID.randomUUID();
  /** The availability group it is in, or null. */
  public AvailabilityGroup group;
  /** Its mirroring session, or null. */
  public MirroringSession mirroring;
  public UUID groupDatabaseId;
}
