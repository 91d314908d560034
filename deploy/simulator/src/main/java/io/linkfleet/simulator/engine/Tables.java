package io.linkfleet.simulator.engine;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Owns the tables of one database and the transactions that have written into it: what is not
 * committed belongs to its session alone, is undone by a rollback, is on no copy and in no backup,
 * and keeps the log from being truncated. Guarded by the server's lock.
 */
public final class Tables {
  /** Who has changed a table, and the table as it was before; null when it was not there. */
  private record Change(Object session, UserTable before) {}

  private Map<String, UserTable> all = empty();
  private final Map<String, Change> uncommitted = empty();
  private final Set<Object> writers = Collections.newSetFromMap(new IdentityHashMap<>());

  private static <T> Map<String, T> empty() {
    return new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  }

  /** Every table as the session that changed it sees it. */
  public Collection<UserTable> all() {
    return all.values();
  }

  /** A table by its name in whatever case, or null. */
  public UserTable find(String name) {
    return all.get(name);
  }

  /** The other session that has changed the table and not committed; null when there is none. */
  public Object heldBy(String name, Object session) {
    Change change = uncommitted.get(name);
    return change == null || change.session() == session ? null : change.session();
  }

  /**
   * Puts a table in place of the one of this name.
   *
   * @param made null to drop it
   * @param session the one whose transaction this belongs to; null to commit at once
   */
  public void put(String name, UserTable made, Object session) {
    if (session != null) {
      wrote(session);
      UserTable now = all.get(name);
      uncommitted.putIfAbsent(name, new Change(session, now));
      uncommitted.computeIfPresent(
          name, (n, change) -> new Change(session, counted(change.before(), now)));
    }
    replace(name, made);
  }

  /** The earlier state of a table that goes on with the later one's numbers. */
  private static UserTable counted(UserTable before, UserTable now) {
    boolean same = now != null && before != null && now.id() == before.id() && now != before;
    return same ? before.with(before.rows(), now.nextIdentity()) : before;
  }

  private void replace(String name, UserTable made) {
    Map<String, UserTable> next = empty();
    next.putAll(all);
    if (made == null) {
      next.remove(name);
    } else {
      next.put(name, made);
    }
    all = next;
  }

  /** The session's transaction has written into the database, whatever it was. */
  public void wrote(Object session) {
    writers.add(session);
  }

  /** Whether a transaction that has written is open: the log from its beginning on is kept. */
  public boolean holdLog() {
    return !writers.isEmpty();
  }

  /** Whether the session's transaction stands: a change of role would have ended it. */
  public boolean isWriting(Object session) {
    return writers.contains(session);
  }

  /** Ends the session's transaction. */
  public void commit(Object session) {
    uncommitted.values().removeIf(change -> change.session() == session);
    writers.remove(session);
  }

  /** Undoes the session's transaction; values of IDENTITY that were given stay given. */
  public void rollback(Object session) {
    uncommitted.forEach(
        (name, change) -> {
          if (change.session() == session) {
            replace(name, counted(change.before(), all.get(name)));
          }
        });
    commit(session);
  }

  /** The tables without what is not committed; nobody changes the map afterwards. */
  public Map<String, UserTable> committed() {
    if (uncommitted.isEmpty()) {
      return all;
    }
    Map<String, UserTable> committed = empty();
    committed.putAll(all);
    uncommitted.forEach(
        (name, change) -> {
          if (change.before() == null) {
            committed.remove(name);
          } else {
            committed.put(name, change.before());
          }
        });
    return committed;
  }

  /** The tables of another copy have arrived; transactions of this one are over. */
  public void receive(Map<String, UserTable> tables) {
    all = tables;
    uncommitted.clear();
    writers.clear();
  }
}
