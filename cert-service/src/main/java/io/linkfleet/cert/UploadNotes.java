package io.linkfleet.cert;

import io.linkfleet.azure.AzureFailure;
import io.linkfleet.event.TopicEnds;
import io.linkfleet.event.Topics;
import io.linkfleet.plan.Journal;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.eclipse.microprofile.reactive.messaging.Channel;

/**
 * Owns the topic of the uploads that are under way: a record for each, gone when it has ended.
 *
 * <p>A question is answered only when everything has been read that the broker had when it was
 * asked: what any instance noted before is seen, even if that instance stands still since. Each
 * upload has a key of its own, so nothing that is said late about one touches another.
 */
@ApplicationScoped
class UploadNotes {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> client;
  private final BiConsumer<String, byte[]> publish;
  private final Duration patience;
  private final ConcurrentSkipListMap<String, UploadNote> open = new ConcurrentSkipListMap<>();
  private final Map<String, Long> ends = new ConcurrentHashMap<>();
  private final ReentrantLock reading = new ReentrantLock();
  private volatile long begunReads;
  private long doneRead;
  private volatile KafkaConsumer<byte[], byte[]> consumer;

  @Inject
  UploadNotes(
      @Identifier("default-kafka-broker") Map<String, Object> client,
      Journal journal,
      @Channel("cert-uploads") MutinyEmitter<byte[]> topic) {
    this(client, (key, value) -> journal.note(topic, key, value), PATIENCE);
  }

  /**
   * Notes on any broker.
   *
   * @param publish returns when the broker has the record
   */
  UploadNotes(
      Map<String, Object> client, BiConsumer<String, byte[]> publish, Duration patience) {
    this.client = client;
    this.publish = publish;
    this.patience = patience;
  }

  /** Begins with the server, up to the dot, so that its records are in one partition, in order. */
  static String place(String server, String subscription, String instance) {
    return (server + "." + subscription + "/" + instance).toLowerCase(Locale.ROOT);
  }

  private static String key(String place, UploadNote note) {
    return place + "/" + note.since();
  }

  /** Notes how an upload stands; returns when the broker has it. */
  void write(String place, UploadNote note) {
    String key = key(place, note);
    publish.accept(key, note.text().getBytes(StandardCharsets.UTF_8));
    learn(key, note);
  }

  /** An upload has ended; returns when the broker has that. Nothing when it is not known. */
  void end(String place, UploadNote note) {
    String key = key(place, note);
    if (open.containsKey(key)) {
      publish.accept(key, null);
      ended(key);
    }
  }

  /** The uploads of a place that this instance knows of, without looking for more. */
  Collection<UploadNote> known(String place) {
    return List.copyOf(open.subMap(place + "/", place + "0").values()); // 0 comes next to /
  }

  /**
   * The last upload of a place that is under way, whoever began it.
   *
   * @throws AzureFailure when the topic cannot be read in time; it is to be tried again
   */
  Optional<UploadNote> about(String place) {
    catchUp();
    return known(place).stream().max(Comparator.comparing(UploadNote::since));
  }

  /**
   * When this instance learned last that an upload to that place had ended, by {@link
   * System#nanoTime}; {@code Long.MIN_VALUE} when it did not.
   */
  long lastEnd(String place) {
    return ends.getOrDefault(place, Long.MIN_VALUE);
  }

  /** Reads to where the topic ends now; those who ask at the same time share a read. */
  void catchUp() {
    long asked = begunReads;
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      if (!reading.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw unread("reading takes too long", null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unread("this service stops", e);
    }
    try {
      if (doneRead > asked) {
        return; // somebody has begun after this was asked, and is through
      }
      begunReads++;
      readToTheEnd(deadline);
      doneRead = begunReads;
    } catch (InvalidOffsetException e) {
      forget(); // another topic of the same name, or an older state of it
      throw unread("they have to be read again", e);
    } catch (KafkaException e) {
      throw unread(e.getMessage(), e);
    } finally {
      reading.unlock();
    }
  }

  private void readToTheEnd(long deadline) {
    if (consumer == null) {
      consumer = connect(left(deadline));
    }
    Collection<TopicPartition> partitions = consumer.assignment();
    Map<TopicPartition, Long> wanted = TopicEnds.of(consumer, partitions, left(deadline));
    for (TopicPartition one : partitions) {
      long next = consumer.position(one, left(deadline));
      if (next > wanted.get(one)) {
        throw new OffsetOutOfRangeException(Map.of(one, next));
      }
    }
    while (partitions.stream()
        .anyMatch(one -> consumer.position(one, left(deadline)) < wanted.get(one))) {
      consumer.poll(POLL).forEach(this::hear);
    }
  }

  private KafkaConsumer<byte[], byte[]> connect(Duration limit) {
    Map<String, Object> settings = new HashMap<>(client);
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "none");
    settings.put("allow.auto.create.topics", "false");
    // what is fetched is there already; a fetch that waits for more would hold up the next
    // question, for a broker answers one request of a connection after the other
    settings.put("fetch.max.wait.ms", "0");
    settings.remove("group.id");
    var fresh =
        new KafkaConsumer<>(
            settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      List<TopicPartition> partitions =
          fresh.partitionsFor(Topics.CERT_UPLOADS, limit).stream()
              .map(found -> new TopicPartition(found.topic(), found.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new TimeoutException("the topic " + Topics.CERT_UPLOADS + " is missing");
      }
      fresh.assign(partitions);
      fresh.seekToBeginning(partitions);
      return fresh;
    } catch (RuntimeException e) {
      fresh.close(Duration.ZERO);
      throw e;
    }
  }

  private static Duration left(long deadline) {
    long left = deadline - System.nanoTime();
    if (left <= 0) {
      throw new TimeoutException("reading takes too long");
    }
    return Duration.ofNanos(left);
  }

  private void hear(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      return; // nobody's
    }
    String key = new String(record.key(), StandardCharsets.UTF_8);
    if (record.value() == null) {
      ended(key);
    } else {
      UploadNote.read(new String(record.value(), StandardCharsets.UTF_8))
          .ifPresent(note -> learn(key, note));
    }
  }

  /** What says less of an upload than is known, for it was said before, changes nothing. */
  private void learn(String key, UploadNote note) {
    open.merge(key, note, (known, said) -> said.address().isEmpty() ? known : said);
  }

  private void ended(String key) {
    open.remove(key);
    ends.put(key.substring(0, Math.max(0, key.lastIndexOf('/'))), System.nanoTime());
  }

  private static AzureFailure unread(String why, Throwable cause) {
    return new AzureFailure(
        AzureFailure.Kind.TRANSIENT,
        0,
        "",
        null,
        "looking for an upload that was begun",
        "the notes about uploads have not been read: " + why,
        cause);
  }

  private void forget() {
    consumer.close(Duration.ZERO);
    consumer = null;
    open.clear();
  }

  @PreDestroy
  void close() {
    KafkaConsumer<byte[], byte[]> last = consumer;
    if (last == null) {
      return;
    }
    last.wakeup(); // whoever reads leaves
    reading.lock();
    try {
      last.close(Duration.ofSeconds(1));
      consumer = null;
    } finally {
      reading.unlock();
    }
  }
}
