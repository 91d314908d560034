package io.linkfleet.monitor.watch;

import io.linkfleet.sqlserver.SqlFailure;
import java.time.Instant;
import java.util.Map;

/**
 * What one server showed when it was asked last.
 *
 * @param readings null when it could not be read
 * @param failure why not, or null
 * @param generations the links that there was something to watch of when it was asked, with the
 *     generation that made it
 */
record Sighting(
    ReplicaProbe.Readings readings,
    SqlFailure failure,
    Instant at,
    Map<String, Long> generations) {}
