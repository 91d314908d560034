package io.linkfleet.simulator.engine;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * Owns what one database keeps of security, users, certificates and its master key, and the
 * procedures that somebody made there. It stays with the server and is not in a backup: a copy
 * restored elsewhere has none, unlike a real one.
 */
public class DatabaseKeys {
  private static final int FIRST_OBJECT_ID = 901578250;
  /** As far apart as those of a server often are; it counts nothing. */
  private static final int OBJECT_ID_STEP = 16;

  /** User to login; an empty text for a user without one. */
  public final Map<String, String> users;

  public final Map<String, Certificate> certificates;
  private boolean masterKey;
  private boolean byService = true;
  private Instant createdAt = Instant.EPOCH;
  private Map<String, UserProcedure> procedures;
  private int nextObjectId = FIRST_OBJECT_ID;

  DatabaseKeys() {
    this(
        new TreeMap<>(String.CASE_INSENSITIVE_ORDER), new TreeMap<>(String.CASE_INSENSITIVE_ORDER));
  }

  DatabaseKeys(Map<String, String> users, Map<String, Certificate> certificates) {
    this.users = users;
    this.certificates = certificates;
  }

  /** Procedures by name, of schema dbo. */
  public Map<String, UserProcedure> procedures() {
    if (procedures == null) {
      procedures = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }
    return procedures;
  }

  /** The object_id of something new in this database; none is given twice. */
  public int newObjectId() {
    int id = nextObjectId;
    nextObjectId += OBJECT_ID_STEP;
    return id;
  }

  /** Whether there is a database master key. */
  public boolean hasMasterKey() {
    return masterKey;
  }

  /** Whether the service master key opens the master key without a password. */
  public boolean opensByService() {
    return byService;
  }

  public Instant masterKeyCreatedAt() {
    return createdAt;
  }

  /** Makes or drops the master key. */
  public void masterKey(boolean there) {
    masterKey = there;
  }

  public void opensByService(boolean now) {
    byService = now;
  }

  public void masterKeyCreatedAt(Instant at) {
    createdAt = at;
  }
}
