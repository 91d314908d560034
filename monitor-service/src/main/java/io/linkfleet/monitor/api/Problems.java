package io.linkfleet.monitor.api;

import io.linkfleet.event.EventCodec;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place that turns failures into answers, and the one form in which JSON goes out. */
@Singleton
class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);

  @ServerExceptionMapper
  Response refused(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    Response.Status known = Response.Status.fromStatusCode(status);
    return Problem.refuse(status, known == null ? "Refused" : known.getReasonPhrase(),
        e.getMessage());
  }

  @ServerExceptionMapper
  Response failed(RuntimeException e) {
    LOG.error("a request failed unexpectedly", e);
    return Problem.refuse(500, "Internal Server Error", "Look at the service's log at this time.");
  }

  /** Answers have the same form as events. */
  @Produces
  @Singleton
  ObjectMapper json() {
    return EventCodec.json();
  }
}
