package io.linkfleet.monitor.view;

import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent;
import io.linkfleet.event.Topics;
import io.linkfleet.monitor.MonitorConfig;
import io.linkfleet.plan.Journal;
import io.linkfleet.plan.Refusals;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.annotations.Blocking;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import org.jboss.logging.Logger;

/**
 * The topics in and out; the only class with messaging annotations.
 *
 * <p>All topics come in through one consumer, from the beginning at every start. Nothing is ever
 * committed: the view lives in memory, so what was read before a restart has to be read again.
 */
@ApplicationScoped
public class FleetTopics {
  private static final Logger LOG = Logger.getLogger(FleetTopics.class);
  private static final String WAITING = "-waiting";
  private static final int IN_FLIGHT = 64;

  private static final Map<String, Class<? extends LinkEvent>> KINDS = new HashMap<>();

  static {
    for (Class<? extends LinkEvent> kind :
        List.of(
            LinkEvent.LinkRequested.class,
            LinkEvent.CertCreated.class,
            LinkEvent.EndpointReady.class,
            LinkEvent.DagCreated.class,
            LinkEvent.LinkCreated.class,
            LinkEvent.ReplicaConnected.class,
            LinkEvent.LinkHealth.class,
            LinkEvent.LinkBlocked.class)) {
      KINDS.put(EventCodec.topic(kind), kind);
    }
    Topics.ALL.stream()
        .filter(topic -> topic.name().endsWith(WAITING))
        .forEach(topic -> KINDS.put(topic.name(), LinkEvent.LinkWaiting.class));
  }

  private final FleetView view;
  private final CatchUp catchUp;
  private final PutAside putAside;
  private final MonitorConfig config;
  private final String service;
  private final Refusals refusals = new Refusals();

  @Channel("link-requested")
  MutinyEmitter<byte[]> requests;

  @Channel("replica-connected")
  MutinyEmitter<byte[]> connections;

  // bounded by the links: each has at most one report under way
  @Channel("link-health")
  @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
  MutinyEmitter<byte[]> reports;

  FleetTopics(
      FleetView view,
      CatchUp catchUp,
      PutAside putAside,
      MonitorConfig config,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    this.view = view;
    this.catchUp = catchUp;
    this.putAside = putAside;
    this.config = config;
    this.service = service;
  }

  /** One record of any topic about links. */
  @Incoming("fleet")
  @Blocking
  public CompletionStage<Void> on(Message<byte[]> message) {
    IncomingKafkaRecordMetadata<?, ?> record =
        message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
    String key = record.getKey() == null ? null : record.getKey().toString();
    try {
      take(record.getTopic(), key, message.getPayload());
      return message.ack();
    } catch (EventCodec.Unreadable e) {
      if (!putAside.add(record.getTopic(), record.getPartition(), record.getOffset())) {
        return message.ack();
      }
      LOG.warnf("a record of %s goes to the dead-letter topic: %s", record.getTopic(),
          e.getMessage());
      return refusals.putAside(message, e);
    } finally {
      catchUp.read(record.getTopic(), record.getPartition(), record.getOffset());
    }
  }

  private void take(String topic, String key, byte[] payload) throws EventCodec.Unreadable {
    if (payload == null && key != null && topic.endsWith(WAITING)) {
      view.waitsNoMore(key, topic.substring(0, topic.length() - WAITING.length()));
      return;
    }
    LinkEvent event = EventCodec.read(payload, KINDS.get(topic));
    EventCodec.requireKey(event, key);
    view.apply(event);
  }

  /**
   * Publishes requests and returns once the broker has all of them.
   *
   * @throws RuntimeException when it does not have all; those it has stay
   */
  public void request(List<LinkEvent.LinkRequested> events) {
    Optional<TracingMetadata> trace = trace();
    Multi.createFrom()
        .iterable(events)
        .onItem()
        .transformToUni(event -> requests.sendMessage(Journal.message(service, event, trace)))
        .merge(IN_FLIGHT)
        .collect()
        .asList()
        .await()
        .atMost(config.publishWithin());
    events.forEach(view::apply);
  }

  /** Publishes that a replica became connected; completes once the broker has it. */
  public Uni<Void> connected(LinkEvent.ReplicaConnected event) {
    return connections.sendMessage(Journal.message(service, event, Optional.empty()));
  }

  /** Publishes how a link is; completes once the broker has it. */
  public Uni<Void> health(LinkEvent.LinkHealth event) {
    return reports.sendMessage(Journal.message(service, event, Optional.empty()));
  }

  private static Optional<TracingMetadata> trace() {
    return Optional.of(TracingMetadata.withCurrent(Context.current()));
  }
}
