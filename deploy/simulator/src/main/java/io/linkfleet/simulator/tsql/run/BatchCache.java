package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.tsql.syntax.Batch;
import io.linkfleet.simulator.tsql.syntax.Dialect;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Remembers how recent batches were parsed: clients send the same few texts again and again. */
final class BatchCache {
  private static final int MOST = 1000;
  private static final int LONGEST_TEXT = 16_000;

  private record Key(String text, Dialect dialect, List<String> parameters) {}

  private static final Map<Key, Batch> CACHE =
      new LinkedHashMap<>(MOST, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Batch> eldest) {
          return size() > MOST;
        }
      };

  private BatchCache() {}

  static Batch parse(String text, Dialect dialect, List<String> parameters) {
    String upper = text.length() > LONGEST_TEXT ? "" : text.toUpperCase();
    if (upper.isEmpty() || upper.contains("PASSWORD") || upper.contains("SECRET")) {
      return Batch.parse(text, dialect, parameters);
    }
    var key = new Key(text, dialect, parameters);
    synchronized (CACHE) {
      Batch known = CACHE.get(key);
      if (known != null) {
        return known;
      }
    }
    Batch parsed = Batch.parse(text, dialect, parameters);
    synchronized (CACHE) {
      CACHE.put(key, parsed);
    }
    return parsed;
  }
}
