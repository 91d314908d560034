package io.linkfleet.simulator.contract;

/**
 * One thing that a real system is claimed to do.
 *
 * @param side whose behaviour it is
 * @param sentence the claim
 * @param source where it comes from
 * @param check asks a system; null when nobody can ask without a link or an outage, so that only
 *     the simulator's own tests cover it
 */
record Fact(Side side, String sentence, Source source, Check check) {
  @Override
  public String toString() {
    return side.title + ": " + sentence;
  }

  /** Whose behaviour a fact is about. */
  enum Side {
    SQL_SERVER("SQL Server"),
    INSTANCE("Managed instance, over TDS"),
    AZURE("Azure Resource Manager"),
    NETWORK("Links and the mirroring network");

    final String title;

    Side(String title) {
      this.title = title;
    }
  }

  /** Where a fact comes from. */
  enum Source {
    DOCUMENTED("documentation"),
    MESSAGES("published message list"),
    SPECIFICATION("REST specification or its tests"),
    SCRIPT("a script of the vendor"),
    FIELD("a user's report"),
    RECALLED("general knowledge"),
    INFERRED("inferred"),
    INVENTED("invented here");

    final String title;

    Source(String title) {
      this.title = title;
    }
  }

  /** Asks a system; throws an AssertionError when it does something else. */
  @FunctionalInterface
  interface Check {
    void on(Subject subject) throws Exception;
  }

  /** A check cannot be made on this system, whatever its answer would be. */
  static final class NotHere extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotHere(String why) {
      super(why);
    }
  }
}
