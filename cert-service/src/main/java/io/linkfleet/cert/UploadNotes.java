package io.linkfleet.cert;

import io.linkfleet.azure.AzureFailure;
import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.Target;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.kafka.KafkaConsumerRebalanceListener;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Default;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Owns what the waiting topic says about uploads, so that one that another life of this service
 * began is known before any link could begin it again.
 *
 * <p>All links of a server share an upload, and only one of them carries it along; hence nobody may
 * look for it before the topic has been read to where it ended when its partitions came here.
 */
@ApplicationScoped
@Default
@Identifier("upload-notes")
class UploadNotes implements KafkaConsumerRebalanceListener {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private record Note(String upload, String carried) {}

  private final Map<String, Note> notes = new HashMap<>();
  private final Map<TopicPartition, Long> unread = new HashMap<>();
  private boolean assigned;

  @Override
  public synchronized void onPartitionsAssigned(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    consumer
        .endOffsets(partitions)
        .forEach(
            (partition, end) -> {
              if (end > begins.get(partition)) {
                unread.put(partition, end);
              }
            });
    assigned = true;
    notifyAll();
  }

  @Override
  public synchronized void onPartitionsRevoked(
      Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
    unread.keySet().removeAll(partitions);
    notifyAll();
  }

  /** Takes note of a record of the waiting topic. */
  synchronized void hear(Message<byte[]> message) {
    var record = message.getMetadata(IncomingKafkaRecordMetadata.class).orElseThrow();
    String link = record.getKey() == null ? null : record.getKey().toString();
    try {
      if (message.getPayload() == null) {
        notes.remove(link);
      } else {
        hear(link, EventCodec.read(message.getPayload(), LinkWaiting.class));
      }
    } catch (EventCodec.Unreadable e) {
      // whoever works on the record refuses it
    }
    TopicPartition place = new TopicPartition(record.getTopic(), record.getPartition());
    Long end = unread.get(place);
    // what was compacted away at the very end never comes; a record behind it does
    if (end != null && record.getOffset() + 1 >= end) {
      unread.remove(place);
      notifyAll();
    }
  }

  private void hear(String link, LinkWaiting waiting) {
    if (waiting.carried() == null
        || !(waiting.link().target() instanceof Target.ManagedInstance at)) {
      notes.remove(link);
    } else {
      String upload =
          Uploads.key(waiting.link().source().address(), at.subscription(), at.name());
      notes.put(link, new Note(upload, waiting.carried()));
    }
  }

  /**
   * What some link carries along about an upload; waits for the topic to be read after a start.
   *
   * @throws AzureFailure when that takes too long; it is to be tried again
   */
  synchronized Optional<String> about(String upload) {
    awaitRead();
    return notes.values().stream()
        .filter(note -> note.upload().equals(upload))
        .map(Note::carried)
        .findFirst();
  }

  private void awaitRead() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!assigned || !unread.isEmpty()) {
      long left = (end - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AzureFailure(
            AzureFailure.Kind.TRANSIENT,
            0,
            "",
            null,
            "looking for an upload that was begun",
            "what waits has not been read yet",
            null);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("stopped while reading what waits", e);
      }
    }
  }
}
