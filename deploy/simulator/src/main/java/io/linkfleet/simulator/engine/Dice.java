package io.linkfleet.simulator.engine;

import java.util.Random;

/**
 * Owns whatever happens by chance: the same seed gives the same throws.
 *
 * <p>A throw depends on the seed, on what it is for and on its number there, not on the order in
 * which threads come. So a run can be repeated although its servers are used at the same time. Keys
 * and identifiers are no throws; they are always new.
 */
public final class Dice {
  private volatile long seed = new Random().nextInt(1_000_000);

  /** The seed in use, so that a run that showed something can be repeated. */
  public long seed() {
    return seed;
  }

  /** Takes another seed for every later throw. */
  public void seed(long now) {
    seed = now;
  }

  /**
   * Whether something of this probability happens.
   *
   * @param what what it is for
   * @param number how often it was thrown for this before
   */
  public boolean hit(double probability, String what, long number) {
    return probability >= 1 || roll(what, number) < probability;
  }

  /** From 0 up to, but never, 1. */
  private double roll(String what, long number) {
    long mixed = seed * 0x9E3779B97F4A7C15L + number;
    for (int i = 0; i < what.length(); i++) {
      mixed = mixed * 0x100000001B3L + what.charAt(i);
    }
    // Seeds that are close give first throws that are close: stir them.
    mixed = (mixed ^ mixed >>> 30) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94D049BB133111EBL;
    return new Random(mixed ^ mixed >>> 31).nextDouble();
  }
}
