package io.linkfleet.simulator.engine;

import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;

/**
 * One row of msdb.dbo.backupset.
 *
 * @param type D full, I differential, L log
 * @param position which set of its file it is, from 1
 * @param recoveryFork the way the database had gone when it was taken; null when unknown
 * @param name what WITH NAME called it; null without
 * @param checksums whether it was taken WITH CHECKSUM, by its own option or by default
 * @param beginsLogChain whether it is the first log backup of its chain
 * @param truncatesLog of a log backup, whether no open transaction kept the log; otherwise true
 */
public record BackupSet(
    int id,
    String databaseName,
    char type,
    boolean copyOnly,
    String recoveryModel,
    Instant startedAt,
    Instant finishedAt,
    BigInteger firstLsn,
    BigInteger lastLsn,
    long sizeBytes,
    String path,
    String userName,
    int position,
    UUID recoveryFork,
    String name,
    boolean checksums,
    boolean beginsLogChain,
    boolean truncatesLog) {

  /** The first set of its file, on a way that nobody asks for. */
  public BackupSet(
      int id,
      String databaseName,
      char type,
      boolean copyOnly,
      String recoveryModel,
      Instant startedAt,
      Instant finishedAt,
      BigInteger firstLsn,
      BigInteger lastLsn,
      long sizeBytes,
      String path,
      String userName) {
    this(
        id, databaseName, type, copyOnly, recoveryModel, startedAt, finishedAt, firstLsn, lastLsn,
        sizeBytes, path, userName, 1, null, null, false, false, true);
  }

  /** The same backup as it lies in its file. */
  public BackupSet at(int place) {
    return new BackupSet(
        id, databaseName, type, copyOnly, recoveryModel, startedAt, finishedAt, firstLsn, lastLsn,
        sizeBytes, path, userName, place, recoveryFork, name, checksums,
        beginsLogChain, truncatesLog);
  }
}
