package io.linkfleet.simulator.engine;

import java.time.Instant;

/**
 * One row of msdb.dbo.restorehistory.
 *
 * @param type D full, I differential, L log
 */
public record RestoredSet(
    int id,
    Instant at,
    String databaseName,
    String userName,
    char type,
    boolean replace,
    boolean recovery,
    int devices) {}
