package io.linkfleet.simulator.engine;

import java.math.BigInteger;
import java.time.Instant;

/**
 * One row of msdb.dbo.backupset.
 *
 * @param type D full, I differential, L log
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
    String userName) {}
