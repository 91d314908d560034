package io.linkfleet.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Locale;
import java.util.Set;

/**
 * The JSON form of events, and the limits of what is accepted as one.
 *
 * <p>Unknown fields are ignored; a record that is too large, too deep, not JSON, repeats a key, or
 * lacks its link is refused with the reason.
 */
public final class EventCodec {
  /** Largest record that is read, in bytes. */
  public static final int LARGEST = 256 * 1024;

  private static final int DEEPEST = 64;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(LARGEST)
                          .maxNumberLength(40)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private EventCodec() {}

  /** A record that cannot be read as the event it should be; the message says why. */
  public static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1;

    Unreadable(String why) {
      super(why);
    }
  }

  /** The mapper, for those who show events over HTTP in the same form. */
  public static ObjectMapper json() {
    return JSON;
  }

  private static final Set<String> ONLY_OF_A_PAIR = Set.of("hosts");
  private static final Set<String> NOT_OF_A_PAIR =
      Set.of(
          "certificate", "thumbprint", "instanceFqdn", "resourceGroup", "groups", "azure",
          "distributedAvailabilityGroup");

  /** The event as UTF-8 JSON. */
  public static byte[] write(LinkEvent event) {
    try {
      return JSON.writeValueAsBytes(event);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an event that is no JSON: " + event.getClass(), e);
    }
  }

  /** Reads an event that must be of the given kind. */
  public static <E extends LinkEvent> E read(byte[] bytes, Class<E> kind) throws Unreadable {
    if (bytes == null || bytes.length == 0) {
      throw new Unreadable("the record is empty");
    }
    if (bytes.length > LARGEST) {
      throw new Unreadable("the record has " + bytes.length + " bytes, more than " + LARGEST);
    }
    E event;
    try {
      event = JSON.readValue(bytes, kind);
    } catch (JsonProcessingException e) {
      throw new Unreadable("not a " + kind.getSimpleName() + ": " + firstLine(e));
    } catch (IOException e) {
      throw new Unreadable("not a " + kind.getSimpleName() + ": not UTF-8");
    }
    requireComplete(event, kind);
    return event;
  }

  /** Refuses a record whose key is not the id of its link. */
  public static void requireKey(LinkEvent event, String key) throws Unreadable {
    if (!event.link().id().equals(key)) {
      throw new Unreadable(
          key == null ? "the record has no key" : "the record's key is not the id of its link");
    }
  }

  private static void requireComplete(LinkEvent event, Class<?> kind) throws Unreadable {
    LinkSpec link = event == null ? null : event.link();
    if (link == null
        || link.id() == null
        || link.source() == null
        || link.source().host() == null
        || link.database() == null
        || link.target() == null
        || link.names() == null
        || link.options() == null) {
      throw new Unreadable("not a " + kind.getSimpleName() + ": its link is missing or incomplete");
    }
    requireEvidence((Record) event, kind, link.isPair() ? NOT_OF_A_PAIR : ONLY_OF_A_PAIR);
  }

  /** What the phases before have seen is part of a handover, whole. */
  private static void requireEvidence(Record event, Class<?> kind, Set<String> mayLack)
      throws Unreadable {
    for (RecordComponent part : event.getClass().getRecordComponents()) {
      boolean evidence = Evidence.class.isAssignableFrom(part.getType());
      if (!evidence && !(event instanceof Evidence)) {
        continue;
      }
      Object value = read(part, event);
      if (value == null && mayLack.contains(part.getName())) {
        continue;
      }
      if (value == null) {
        throw new Unreadable(
            "not a " + kind.getSimpleName() + ": " + part.getName() + " is missing");
      }
      // Azure does not always tell a link's state
      if (evidence && !(value instanceof Evidence.AzureLink)) {
        requireEvidence((Record) value, kind, mayLack);
      }
    }
  }

  private static Object read(RecordComponent part, Record event) {
    try {
      return part.getAccessor().invoke(event);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String firstLine(JsonProcessingException e) {
    // the original message holds no payload, only field names and positions
    String text = e.getOriginalMessage();
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  /** The type of the event in CloudEvents: {@code io.linkfleet.cert-created}. */
  public static String type(Class<? extends LinkEvent> kind) {
    return "io.linkfleet." + topic(kind);
  }

  /** The record's name in kebab case. */
  public static String topic(Class<? extends LinkEvent> kind) {
    return kind.getSimpleName().replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
