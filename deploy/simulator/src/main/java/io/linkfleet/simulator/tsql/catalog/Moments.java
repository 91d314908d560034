package io.linkfleet.simulator.tsql.catalog;

import io.linkfleet.simulator.tsql.type.Dates;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Instants as the datetime columns show them, in UTC. */
public final class Moments {
  private Moments() {}

  public static LocalDateTime datetime(Instant at) {
    return at == null ? null : Dates.toDatetime(LocalDateTime.ofInstant(at, ZoneOffset.UTC));
  }
}
