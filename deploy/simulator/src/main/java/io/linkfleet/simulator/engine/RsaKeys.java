package io.linkfleet.simulator.engine;

import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;

/**
 * Owns where the keys of certificates come from: each is new, or, for tests, one of those that
 * earlier worlds of the same process had, since making them takes longer than all else in a test.
 * Within a world no key is given twice.
 */
public final class RsaKeys {
  private static final List<KeyPair> MADE = new ArrayList<>();
  private final boolean again;
  private int given;

  private RsaKeys(boolean again) {
    this.again = again;
  }

  /** Keys that nobody has had. */
  public static RsaKeys fresh() {
    return new RsaKeys(false);
  }

  /** Keys of one world, which other worlds have as well. */
  public static RsaKeys ofEarlierWorlds() {
    return new RsaKeys(true);
  }

  /** A 2048-bit key; making one takes long enough not to hold a server's lock meanwhile. */
  public KeyPair next() {
    if (!again) {
      return X509.newKeys();
    }
    synchronized (MADE) {
      if (given == MADE.size()) {
        MADE.add(X509.newKeys());
      }
      return MADE.get(given++);
    }
  }
}
