package io.linkfleet.monitor.api;

import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.monitor.view.CatchUp;
import io.linkfleet.monitor.view.FleetTopics;
import io.linkfleet.monitor.view.FleetView;
import io.linkfleet.monitor.view.LinkState;
import io.linkfleet.monitor.view.Milestone;
import io.linkfleet.monitor.view.Status;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** Shows links, one or page by page, and changes the session of a pair. */
@Path("/links")
@Tag(name = "links")
@Produces(MediaType.APPLICATION_JSON)
public class LinkResource {
  private static final Logger LOG = Logger.getLogger(LinkResource.class);
  private static final int MOST = 1000;

  private final FleetView view;
  private final FleetTopics topics;
  private final CatchUp catchUp;
  private final Clock clock;

  LinkResource(FleetView view, FleetTopics topics, CatchUp catchUp, Clock clock) {
    this.view = view;
    this.topics = topics;
    this.catchUp = catchUp;
    this.clock = clock;
  }

  @GET
  @Operation(summary = "Links in the order of their ids or of their urgency, page by page")
  @APIResponse(
      responseCode = "200",
      description = "A page; 'next' continues it, 'total' counts what matches on all pages")
  @APIResponse(responseCode = "400", description = "A filter has no such value")
  public Response links(
      @Parameter(description = "Label or address of a server of the link") @QueryParam("server")
          String server,
      @Parameter(description = "Status of the link") @QueryParam("status") String status,
      @Parameter(description = "Phase that the link has reached") @QueryParam("phase")
          String phase,
      @Parameter(description = "Rollout of the link") @QueryParam("rollout") String rollout,
      @Parameter(description = "Part of a name, of the reason or of the sentence, in any case")
          @QueryParam("text")
          String text,
      @Parameter(
              description =
                  "Only links whose last health was WARNING or CRITICAL, though they are not"
                      + " blocked, lost or unknown")
          @QueryParam("unhealthy")
          boolean unhealthy,
      @Parameter(description = "id, or urgency for blocked and unhealthy links first")
          @QueryParam("order")
          @DefaultValue("id")
          String order,
      @Parameter(description = "Only links after this place: 'next' of the page before")
          @QueryParam("after")
          String after,
      @Parameter(description = "1 to 1000 links a page") @QueryParam("limit") @DefaultValue("100")
          int limit) {
    Status wantedStatus = value(Status.values(), status);
    Milestone wantedPhase = value(Milestone.values(), phase);
    Order wantedOrder = value(Order.values(), order);
    if (isSet(status) && wantedStatus == null) {
      return noSuch("status", Status.values());
    }
    if (isSet(phase) && wantedPhase == null) {
      return noSuch("phase", Milestone.values());
    }
    if (wantedOrder == null) {
      return noSuch("order", Order.values());
    }
    if (limit < 1 || limit > MOST) {
      return Problem.refuse(400, "Bad Request", "limit is a number from 1 to " + MOST + ".");
    }
    LinkQuery query =
        new LinkQuery(
            set(server), wantedStatus, wantedPhase, set(rollout), set(text), unhealthy,
            wantedOrder == Order.URGENCY);
    if (!query.knows(set(after))) {
      return Problem.refuse(
          400, "Bad Request", "after is the value of next of the page before, in the same order.");
    }
    return Response.ok(query.page(view.all(), set(after), limit)).build();
  }

  private enum Order {
    ID,
    URGENCY
  }

  @GET
  @Path("{id}")
  @Operation(summary = "One link")
  @APIResponse(responseCode = "404", description = "No such link")
  public Response link(@PathParam("id") String id) {
    return view.link(id)
        .map(state -> Response.ok(LinkView.of(state)).build())
        .orElseGet(() -> Problem.refuse(404, "Not Found", "There is no link of that id."));
  }

  /** A pair that was asked for again. */
  public record Changed(String id, long generation, PairOptions wanted) {}

  @POST
  @Path("{id}/session")
  @Blocking
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Asks for a pair again with another wish for its session",
      description =
          "{\"action\": \"pause|resume|failover|force-service|remove\", \"primary\": LABEL,"
              + " \"allowDataLoss\": true}; the last two for failover and force-service alone")
  @APIResponse(responseCode = "202", description = "The request is with the broker")
  @APIResponse(responseCode = "400", description = "It is no such request, or not permitted so")
  @APIResponse(responseCode = "404", description = "No such link")
  @APIResponse(responseCode = "409", description = "It is no pair, or its session is to be removed")
  @APIResponse(responseCode = "503", description = "Not ready, or the broker is away; ask again")
  public Response session(@PathParam("id") String id, byte[] json) {
    Optional<SessionChange> change = SessionChange.read(json);
    if (change.isEmpty()) {
      return Problem.refuse(
          400, "Bad Request",
          "The body is {\"action\": …, \"primary\": …, \"allowDataLoss\": …}.");
    }
    if (!catchUp.done()) {
      return Problem.refuse(503, "Not ready", "The fleet view is still being read; ask again.");
    }
    // one request at a time, so that two cannot have the same generation
    synchronized (view) {
      Optional<LinkState> state = view.link(id);
      if (state.isEmpty()) {
        return Problem.refuse(404, "Not Found", "There is no link of that id.");
      }
      SessionChange.Outcome outcome = change.get().on(state.get(), view.generation(id) + 1);
      return outcome.refusal() != null ? outcome.refusal() : ask(outcome.link());
    }
  }

  private Response ask(LinkSpec link) {
    try {
      topics.request(List.of(new LinkRequested(link, clock.instant())));
    } catch (RuntimeException e) {
      LOG.warnf("%s: the request was not acknowledged: %s", link.id(), e);
      return Problem.refuse(
          503, "The broker is away", "The request was not acknowledged; ask again.");
    }
    PairOptions wanted = link.options().pair();
    LOG.infof("%s: asked for again as %s", link.id(), wanted);
    return Response.accepted(new Changed(link.id(), link.generation(), wanted)).build();
  }

  private static boolean isSet(String parameter) {
    return parameter != null && !parameter.isBlank();
  }

  private static String set(String parameter) {
    return isSet(parameter) ? parameter : null;
  }

  private static <E extends Enum<E>> E value(E[] all, String name) {
    return Arrays.stream(all)
        .filter(value -> isSet(name) && value.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElse(null);
  }

  private static Response noSuch(String parameter, Object[] values) {
    return Problem.refuse(
        400, "Bad Request", parameter + " is one of " + Arrays.toString(values) + ".");
  }
}
