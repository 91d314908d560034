package io.linkfleet.monitor;

import io.linkfleet.event.ReplicaReading;

/** Readings of a replica as tests need them. */
public final class Readings {
  private Readings() {}

  /** Connected and as healthy as an asynchronous link becomes. */
  public static ReplicaReading healthy() {
    return reading("CONNECTED", "SYNCHRONIZING", "HEALTHY", 0, null, null);
  }

  /** Not connected, with the last error. */
  public static ReplicaReading disconnected(int error) {
    return reading("DISCONNECTED", null, "NOT_HEALTHY", error, null, null);
  }

  /** Any. */
  public static ReplicaReading reading(
      String connected, String state, String health, int error, Integer percent, String seeding) {
    return new ReplicaReading("mi-west", connected, state, health, false, 12L, 3L, 1L, "37", error,
        error == 0 ? null : "text of " + error, null, percent, seeding);
  }
}
