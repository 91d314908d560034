package io.linkfleet.monitor.api;

import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.monitor.fleet.Fleet;
import io.linkfleet.monitor.fleet.FleetFile;
import io.linkfleet.monitor.fleet.FleetSchema;
import io.linkfleet.monitor.view.CatchUp;
import io.linkfleet.monitor.view.FleetTopics;
import io.linkfleet.monitor.view.FleetView;
import io.linkfleet.monitor.view.LinkState;
import io.linkfleet.monitor.view.Status;
import io.linkfleet.monitor.view.Urgency;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.logging.Logger;

/** Accepts rollouts and shows how they go. */
@Path("/")
@Tag(name = "rollouts")
@Produces(MediaType.APPLICATION_JSON)
public class RolloutResource {
  private static final Logger LOG = Logger.getLogger(RolloutResource.class);

  private final FleetTopics topics;
  private final FleetView view;
  private final CatchUp catchUp;
  private final Clock clock;

  RolloutResource(FleetTopics topics, FleetView view, CatchUp catchUp, Clock clock) {
    this.topics = topics;
    this.view = view;
    this.catchUp = catchUp;
    this.clock = clock;
  }

  /** A rollout that was accepted. */
  public record Accepted(String rollout, List<Requested> links) {}

  /** A link that was asked for. */
  public record Requested(
      String id,
      long generation,
      String server,
      String database,
      String instance,
      String availabilityGroup,
      String distributedAvailabilityGroup) {

    static Requested of(LinkSpec link) {
      return new Requested(link.id(), link.generation(), link.source().name(), link.database(),
          link.target().name(), link.names().availabilityGroup(),
          link.names().distributedAvailabilityGroup());
    }
  }

  /** What a rollout would publish. */
  public record Preview(String rollout, List<LinkRequested> requests) {}

  /** How a rollout is. */
  public record Rollout(String rollout, Map<Status, Long> counts, List<LinkView> links) {}

  /**
   * A rollout in a list.
   *
   * @param unhealthy links whose last health was WARNING or CRITICAL, though they are not blocked,
   *     lost or unknown
   * @param observedAt when a server showed one of its replicas last; null before the first time
   */
  public record Summary(
      String rollout, Map<Status, Long> counts, long unhealthy, Instant observedAt) {
    static Summary of(String rollout, List<LinkState> links) {
      return new Summary(
          rollout,
          RolloutResource.counts(links),
          links.stream().filter(link -> link.urgency() == Urgency.UNHEALTHY).count(),
          links.stream()
              .filter(link -> link.health() != null && link.health().observedAt() != null)
              .map(link -> link.health().observedAt())
              .max(Comparator.naturalOrder())
              .orElse(null));
    }
  }

  @POST
  @Path("rollouts")
  @Blocking
  @Consumes({"application/yaml", "text/yaml", MediaType.APPLICATION_JSON})
  @Operation(summary = "Asks for all links of a fleet file; the same file again is a retry")
  @APIResponse(responseCode = "202", description = "All requests are with the broker")
  @APIResponse(responseCode = "200", description = "A dry run; nothing was published")
  @APIResponse(responseCode = "400", description = "All that is wrong with the file")
  @APIResponse(responseCode = "503", description = "Not ready, or the broker is away; ask again")
  public Response roll(
      byte[] file,
      @HeaderParam(HttpHeaders.CONTENT_TYPE) String type,
      @Parameter(description = "Only show what would be published") @QueryParam("dryRun")
          boolean dryRun) {
    boolean yaml = type.toLowerCase(Locale.ROOT).contains("yaml");
    FleetFile.Checked checked = FleetFile.check(file, yaml);
    if (checked instanceof FleetFile.Checked.Refused refused) {
      return Problem.refuse(refused.findings());
    }
    if (!catchUp.done()) {
      return Problem.refuse(503, "Not ready", "The fleet view is still being read; ask again.");
    }
    Fleet fleet = ((FleetFile.Checked.Accepted) checked).fleet();
    // one at a time, so that two requests for a link cannot have the same generation
    synchronized (view) {
      return roll(fleet, dryRun);
    }
  }

  private Response roll(Fleet fleet, boolean dryRun) {
    Instant now = clock.instant();
    List<LinkRequested> requests =
        fleet.links(id -> view.generation(id) + 1).stream()
            .map(link -> new LinkRequested(link, now))
            .toList();
    if (dryRun) {
      return Response.ok(new Preview(fleet.name(), requests)).build();
    }
    try {
      topics.request(requests);
    } catch (RuntimeException e) {
      LOG.warnf("rollout %s: not all requests were acknowledged: %s", fleet.name(), e);
      return Problem.refuse(503, "The broker is away",
          "Not every request was acknowledged; ask again with the same file.");
    }
    LOG.infof("rollout %s: %d links asked for", fleet.name(), requests.size());
    return Response.accepted(
            new Accepted(
                fleet.name(), requests.stream().map(r -> Requested.of(r.link())).toList()))
        .location(URI.create("/rollouts/" + fleet.name()))
        .build();
  }

  @GET
  @Path("rollouts")
  @Operation(summary = "All rollouts with their counts")
  public List<Summary> rollouts() {
    return view.all()
        .collect(Collectors.groupingBy(s -> s.link().rollout(), TreeMap::new, Collectors.toList()))
        .entrySet()
        .stream()
        .map(entry -> Summary.of(entry.getKey(), entry.getValue()))
        .toList();
  }

  @GET
  @Path("rollouts/{id}")
  @Operation(summary = "A rollout: counts per status, and its links")
  @APIResponse(responseCode = "404", description = "No such rollout")
  public Response rollout(@PathParam("id") String id) {
    List<LinkState> links = view.rollout(id);
    return links.isEmpty()
        ? Problem.refuse(404, "Not Found", "There is no rollout of that name.")
        : Response.ok(new Rollout(id, counts(links), links.stream().map(LinkView::of).toList()))
            .build();
  }

  @GET
  @Path("schema/fleet")
  @Produces("application/schema+json")
  @Operation(summary = "The JSON Schema of fleet files")
  public String schema() {
    return FleetSchema.text();
  }

  private static Map<Status, Long> counts(List<LinkState> links) {
    return links.stream()
        .collect(Collectors.groupingBy(LinkState::status, TreeMap::new, Collectors.counting()));
  }
}
