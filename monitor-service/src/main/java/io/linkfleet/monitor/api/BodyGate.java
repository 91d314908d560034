package io.linkfleet.monitor.api;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Semaphore;

/**
 * The door for large bodies: a few at once.
 *
 * <p>A body that does not fit the input buffer is read by a worker thread as slowly as its client
 * sends it, so without a limit some slow clients would hold all threads. How long each may take is
 * the matter of {@link io.linkfleet.http.RequestDeadline}.
 */
@ApplicationScoped
class BodyGate {
  /** The server's input buffer; up to here no thread waits for the client. */
  private static final long SMALL = 10_000;

  static final int AT_ONCE = 4;
  private static final int EARLY = 1000;

  private final Semaphore places = new Semaphore(AT_ONCE);

  void register(@Observes Filters filters) {
    filters.register(this::pass, EARLY);
  }

  private void pass(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (isSmall(request)) {
      context.next();
      return;
    }
    if (!places.tryAcquire()) {
      context
          .response()
          .setStatusCode(503)
          .putHeader(HttpHeaders.CONNECTION, "close")
          .putHeader("Retry-After", "5")
          .end();
      return;
    }
    context.addEndHandler(end -> places.release());
    context.next();
  }

  private static boolean isSmall(HttpServerRequest request) {
    if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
      return false;
    }
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null || Long.parseLong(length) < SMALL;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
