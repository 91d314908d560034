package io.linkfleet.plan;

import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.TracingMetadata;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/**
 * Publishes what a phase has to say, each event keyed by its link and as a CloudEvent, and returns
 * only when the broker has it: no outcome is lost, however long the broker is away. For a step the
 * caller decides when it waits for that.
 */
@ApplicationScoped
public class Journal {
  private static final Logger LOG = Logger.getLogger(Journal.class);

  /** After that it is sent once more. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @Channel("link-step")
  MutinyEmitter<byte[]> steps;

  @Channel("link-blocked")
  MutinyEmitter<byte[]> blocked;

  @Channel("waiting")
  MutinyEmitter<byte[]> waiting;

  @ConfigProperty(name = "quarkus.application.name", defaultValue = "linkfleet")
  String service;

  /**
   * A step was taken. Returns at once.
   *
   * @return returns when the broker has it
   */
  public Runnable step(LinkEvent.LinkStep event, Optional<TracingMetadata> trace) {
    Message<byte[]> message = message(service, event, trace);
    CompletableFuture<Void> sent =
        steps.sendMessage(message).subscribeAsCompletionStage().toCompletableFuture();
    return () -> {
      try {
        sent.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        send(steps, message, EventCodec.topic(event.getClass()));
      } catch (InterruptedException e) {
        throw stopped(e);
      }
    };
  }

  /** A person must act. */
  public void blocked(LinkEvent.LinkBlocked event, Optional<TracingMetadata> trace) {
    publish(blocked, event, trace);
  }

  /** The link waits. */
  public void waiting(LinkEvent.LinkWaiting event, Optional<TracingMetadata> trace) {
    publish(waiting, event, trace);
  }

  /** The link does not wait any more. */
  public void waitsNoMore(String link) {
    send(waiting, Message.of((byte[]) null, Metadata.of(key(link))), "the end of a wait");
  }

  /** Any other event, through the emitter of its channel. */
  public void publish(
      MutinyEmitter<byte[]> emitter, LinkEvent event, Optional<TracingMetadata> trace) {
    send(emitter, message(service, event, trace), EventCodec.topic(event.getClass()));
  }

  /** A note of a service to itself, which is no event; null ends what its key stands for. */
  public void note(MutinyEmitter<byte[]> emitter, String key, byte[] value) {
    send(emitter, Message.of(value, Metadata.of(key(key))), "a note");
  }

  /** The event as it travels: keyed by its link, and a CloudEvent of the service. */
  public static Message<byte[]> message(
      String service, LinkEvent event, Optional<TracingMetadata> trace) {
    String kind = EventCodec.topic(event.getClass());
    // the same fact said twice has the same id, so that subscribers can tell
    String id =
        event.link().id() + "\n" + event.link().generation() + "\n" + kind + "\n" + event.at();
    var cloudEvent =
        OutgoingCloudEventMetadata.<byte[]>builder()
            .withId(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString())
            .withType(EventCodec.type(event.getClass()))
            .withSource(URI.create("urn:linkfleet:" + service))
            .withSubject(event.link().id())
            .withTimestamp(event.at().atZone(ZoneOffset.UTC))
            .withDataContentType("application/json")
            .build();
    Metadata metadata = Metadata.of(key(event.link().id()), cloudEvent);
    if (trace.isPresent()) {
      metadata = metadata.with(trace.get());
    }
    return Message.of(EventCodec.write(event), metadata);
  }

  private static OutgoingKafkaRecordMetadata<String> key(String key) {
    return OutgoingKafkaRecordMetadata.<String>builder().withKey(key).build();
  }

  private void send(MutinyEmitter<byte[]> emitter, Message<byte[]> message, String kind) {
    Duration pause = Duration.ofMillis(200);
    while (true) {
      try {
        emitter.sendMessage(message).await().atMost(LIMIT);
        return;
      } catch (RuntimeException e) {
        LOG.warnf("%s could not be published, trying again: %s", kind, e.getMessage());
        pause(pause);
        pause = pause.compareTo(Duration.ofSeconds(5)) < 0 ? pause.multipliedBy(2) : pause;
      }
    }
  }

  private static void pause(Duration pause) {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      throw stopped(e);
    }
  }

  private static IllegalStateException stopped(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("stopped while the broker was away", e);
  }
}
