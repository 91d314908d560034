package io.linkfleet.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Owns the account of one link's statements when nothing else happened on its server: what was the
 * work itself, and what was spent on being sure.
 *
 * <p>The record does not say why a query was made, but alone on a server the order does: queries
 * after a lock was taken and before the first change look again; the same queries once more, after
 * the changes, look whether it worked.
 *
 * @param first looks before the lock, and those of visits that changed nothing
 * @param lock taking and releasing the application lock
 * @param again looks under the lock before the first change
 * @param changes the changes themselves
 * @param after looks after the last change
 */
record Looks(Part first, Part lock, Part again, Part changes, Part after) {
  /** A number of round trips and the time they took. */
  record Part(int statements, Duration took) {
    Part plus(Part other) {
      return new Part(statements + other.statements, took.plus(other.took));
    }

    private static Part of(List<Effect> effects) {
      return new Part(effects.size(), Work.sum(effects));
    }
  }

  /** Sorts the statements of one server, which nobody but the phases of one link touched. */
  static Looks of(List<Effect> statements) {
    List<Effect> first = new ArrayList<>();
    List<Effect> lock = new ArrayList<>();
    List<Effect> again = new ArrayList<>();
    List<Effect> changes = new ArrayList<>();
    List<Effect> after = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    boolean locked = false;
    for (Effect effect :
        statements.stream().sorted(Comparator.comparing(Effect::at)).toList()) {
      if (effect.text().contains("sp_getapplock")) {
        lock.add(effect);
        locked = true;
        expected.clear();
      } else if (effect.text().contains("sp_releaseapplock")) {
        lock.add(effect);
        locked = false;
      } else if (effect.kind().equals("CHANGE")) {
        changes.add(effect);
        locked = false;
      } else if (locked) {
        again.add(effect);
        expected.add(effect.text());
      } else if (expected.remove(effect.text())) {
        after.add(effect);
      } else {
        first.add(effect);
      }
    }
    return new Looks(
        Part.of(first), Part.of(lock), Part.of(again), Part.of(changes), Part.of(after));
  }

  Looks plus(Looks other) {
    return new Looks(
        first.plus(other.first),
        lock.plus(other.lock),
        again.plus(other.again),
        changes.plus(other.changes),
        after.plus(other.after));
  }

  Part all() {
    return first.plus(lock).plus(again).plus(changes).plus(after);
  }
}
