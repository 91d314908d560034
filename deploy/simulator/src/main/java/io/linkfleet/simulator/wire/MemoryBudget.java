package io.linkfleet.simulator.wire;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that long requests of all connections may hold at the same time.
 *
 * <p>The limit of one message alone would let many clients fill the heap together.
 */
final class MemoryBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  MemoryBudget(long limit) {
    this.limit = limit;
  }

  void take(long bytes) throws ProtocolException {
    if (used.addAndGet(bytes) > limit) {
      used.addAndGet(-bytes);
      throw new ProtocolException("too many bytes of unfinished requests in the whole server");
    }
  }

  void give(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
