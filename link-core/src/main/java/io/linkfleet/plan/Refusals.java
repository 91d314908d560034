package io.linkfleet.plan;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Owns the way of unreadable records to the dead-letter topic: the others of their channel need not
 * wait for that, unless many are on their way.
 */
public final class Refusals {
  /** So many may be on their way, a few MB each. */
  private static final int TOGETHER = 10;

  private final AtomicInteger underWay = new AtomicInteger();

  /**
   * Puts a record aside. Until it is there it is not acknowledged, so a restart meets it again.
   *
   * @return when the next record of the channel may come
   */
  public CompletionStage<Void> putAside(Message<?> message, Throwable why) {
    boolean many = underWay.incrementAndGet() > TOGETHER;
    CompletionStage<Void> aside =
        message.nack(why).whenComplete((done, failure) -> underWay.decrementAndGet());
    return many ? aside : CompletableFuture.completedFuture(null);
  }
}
