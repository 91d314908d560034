package io.linkfleet.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent;
import io.quarkus.resteasy.reactive.server.EndpointDisabled;
import io.smallrye.common.annotation.Blocking;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The dry run of a phase over HTTP: what it would do about an event now, changing nothing.
 *
 * <p>A service that is no phase is built without it: {@code linkfleet.plan-resource=off}.
 */
@Path("/plan")
@EndpointDisabled(name = "linkfleet.plan-resource", stringValue = "off")
public class PlanResource {
  private final PhaseRunner runner;
  private final Instance<Phases<?>> phases;

  public PlanResource(PhaseRunner runner, Instance<Phases<?>> phases) {
    this.runner = runner;
    this.phases = phases;
  }

  /** The plan for the event in the body, and the event that would follow. */
  @POST
  @Blocking
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  public Response plan(byte[] body) {
    return answer(phases.get(), body);
  }

  private <I extends LinkEvent> Response answer(Phases<I> phases, byte[] body) {
    I event;
    try {
      event = EventCodec.read(body, phases.input());
    } catch (EventCodec.Unreadable e) {
      ObjectNode problem = EventCodec.json().createObjectNode();
      problem.put("title", "not an event of this phase").put("detail", e.getMessage());
      return Response.status(400).entity(problem.toString()).build();
    }
    return preview(phases.of(event), event);
  }

  private <I extends LinkEvent, S, O extends LinkEvent> Response preview(
      Phase<I, S, O> phase, I event) {
    PhaseRunner.Preview<O> preview = runner.preview(phase, event);
    ObjectNode answer = EventCodec.json().createObjectNode();
    answer.put("phase", phase.name()).put("where", phase.where(event));
    describe(preview.plan(), answer);
    if (preview.next() != null) {
      answer.set("next", EventCodec.json().valueToTree(preview.next()));
    }
    return Response.ok(answer.toString()).build();
  }

  private static void describe(Plan plan, ObjectNode answer) {
    if (plan instanceof Plan.Steps steps) {
      ArrayNode list = answer.put("outcome", plan.isConverged() ? "converged" : "steps")
          .putArray("steps");
      for (Step step : steps.steps()) {
        ObjectNode shown = list.addObject().put("sentence", step.sentence());
        shown.put("statement", step.action().shown());
        step.action().where().ifPresent(where -> shown.put("where", where));
      }
    } else if (plan instanceof Plan.Waiting waiting) {
      answer.put("outcome", "waiting").put("reason", waiting.reason().name());
      answer.put("sentence", waiting.sentence());
    } else if (plan instanceof Plan.Blocked blocked) {
      answer.put("outcome", "blocked").put("reason", blocked.reason().name());
      answer.put("sentence", blocked.sentence()).put("nextAction", blocked.nextAction());
    }
  }
}
