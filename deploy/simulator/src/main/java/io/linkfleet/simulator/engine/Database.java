package io.linkfleet.simulator.engine;

import java.math.BigInteger;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A database of a simulated server, guarded by the server's lock. */
public final class Database {
  /** One log block further, in the decimal form VLF:block:slot of a numeric(25,0) LSN. */
  private static final BigInteger LOG_BLOCK = BigInteger.valueOf(100_000);

  private static final int LOG_BLOCK_BYTES = 512;

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
  /** Whether Service Broker is on; a restored copy has it off. */
  public boolean broker = true;
  /** Settings that are on and that nothing but the catalog knows of. */
  public Set<Option> options = Set.of();
  public long sizeBytes = 64L << 20;
  /** Null until a full backup that is not copy-only has started the log chain. */
  public BigInteger lastLogBackupLsn;
  public BigInteger endOfLogLsn = new BigInteger("37000000012300001");
  /** Used part of the log, 0 to 1; it grows while nobody backs the log up. */
  public double logUsed = 0.02;
  /** Begin of the log chain: the log before it can never be backed up again. Null without one. */
  public BigInteger chainStartLsn;
  public UUID databaseGuid = UUID.randomUUID();
  /** The same in every copy that was ever restored from this one. */
  public UUID familyGuid = UUID.randomUUID();
  /** Changes whenever a copy is recovered: two copies with one fork went the same way. */
  public UUID recoveryFork = familyGuid;
  /** While RESTORING: up to where its log has been rolled forward; otherwise null. */
  public BigInteger redoLsn;
  /** Whether it is readable between two restores of logs: ONLINE, read-only, {@link #redoLsn}. */
  public boolean standby;
  /** While it is being restored: until when its log has been rolled forward; null when unknown. */
  public Instant redoneUntil;
  /** Whether a full or differential backup of it runs now. */
  public boolean backingUp;
  /** Where the full backup ended that differential ones build on; null without one. */
  public BigInteger differentialBase;
  /** While RESTORING: whether a log backup followed the full one. */
  public boolean logRestored;
  /** Physical paths; null for the server's default folder. */
  public String dataFile;
  public String logFile;
  /** Logical names of the two files; null for NAME and NAME_log. They stay when it is restored. */
  public String dataName;
  public String logName;
  /** The availability group it is in, or null. */
  public AvailabilityGroup group;
  /** Its mirroring session, or null. */
  public MirroringSession mirroring;
  public UUID groupDatabaseId;
  /** Why its log stands still here, as in suspend_reason: 0 user, 1 partner; null when it moves. */
  public Integer suspendReason;

  private Tables tables;

  /** The tables that somebody made in it. */
  public Tables tables() {
    if (tables == null) {
      tables = new Tables();
    }
    return tables;
  }

  /** Whether anybody has made a table in it. */
  public boolean hasTables() {
    return tables != null;
  }

  /** Whether its tables are just these, in the same state. */
  public boolean hasTables(Map<String, UserTable> these) {
    return tables == null ? these.isEmpty() : tables.committed().equals(these);
  }

  /** A statement has written: one block of log, which fills its part until it is backed up. */
  public void wrote() {
    endOfLogLsn = endOfLogLsn.add(LOG_BLOCK);
    if (lastLogBackupLsn != null) {
      logUsed = Math.min(1, logUsed + (double) LOG_BLOCK_BYTES / logBytes());
    }
  }

  /** Takes over the tables of a backup. */
  public void receiveTables(Map<String, UserTable> restored) {
    if (tables != null || !restored.isEmpty()) {
      tables().receive(restored);
    }
  }

  /** Whether an open transaction keeps its log from being truncated. */
  public boolean logHeld() {
    return tables != null && tables.holdLog();
  }

  /** Its role changes: what is not committed is undone. */
  public void endTransactions() {
    if (tables != null) {
      tables.receive(tables.committed());
    }
  }

  /** Takes over what the tables of another copy hold; what is not committed there stays away. */
  public void receiveTables(Database from) {
    if (tables != null || from.tables != null) {
      tables().receive(from.tables().committed());
    }
  }

  /** A setting that ALTER DATABASE turns on and off. */
  public enum Option {
    ACCELERATED_DATABASE_RECOVERY,
    READ_COMMITTED_SNAPSHOT,
    TRUSTWORTHY
  }

  /** Turns a setting on or off. */
  public void set(Option option, boolean on) {
    var now = EnumSet.noneOf(Option.class);
    now.addAll(options);
    if (on) {
      now.add(option);
    } else {
      now.remove(option);
    }
    options = now.isEmpty() ? Set.of() : now;
  }

  /** Size of its log, which is a quarter of its data, 256 MB at least. */
  public long logBytes() {
    return Math.max(256L << 20, sizeBytes / 4);
  }

  /**
   * Logical name of the log. A name that leaves no room for the suffix cannot have got it; how such
   * a database was made is not known here, so its log is called by as much of the name as fits.
   */
  public String logicalLogName() {
    int room = 128 - "_log".length();
    return logName != null ? logName : name.substring(0, Math.min(room, name.length())) + "_log";
  }
}
