package io.linkfleet.simulator.engine;

import java.util.UUID;

/** Owns what a witness knows of one session; values as in sys.database_mirroring_witnesses. */
public final class WitnessedSession {
  public final UUID guid;
  public final String database;
  public String principal;
  public String mirror;
  /** 1 OFF, 2 FULL. */
  public int safety;
  public int safetySequence;
  public int roleSequence;
  public UUID family;
  public boolean suspended;
  /** The state of the partners to each other, as in sys.database_mirroring. */
  public int partnerState;

  public WitnessedSession(UUID guid, String database) {
    this.guid = guid;
    this.database = database;
  }
}
