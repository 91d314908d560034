package io.linkfleet.event;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every topic, and how it is kept; they are made from this list before any service starts.
 *
 * <p>Topics about a link are keyed by its id and partitioned by its source server ({@link
 * ServerPartitioner}); {@link #CERT_UPLOADS} is keyed by upload and partitioned alike.
 */
public final class Topics {
  public static final String LINK_REQUESTED = "link-requested";
  public static final String CERT_CREATED = "cert-created";
  public static final String ENDPOINT_READY = "endpoint-ready";
  public static final String DAG_CREATED = "dag-created";
  public static final String LINK_CREATED = "link-created";
  public static final String REPLICA_CONNECTED = "replica-connected";
  public static final String LINK_HEALTH = "link-health";
  public static final String LINK_BLOCKED = "link-blocked";
  public static final String LINK_STEP = "link-step";
  public static final String CERT_UPLOADS = "cert-uploads";

  /** How a topic forgets. */
  public enum Keeping {
    /** The last word per link, or upload, is what counts. */
    COMPACTED,
    /** Thirty days: what one phase hands to the next. */
    HANDOVER,
    /** A year: history counts. */
    HISTORY
  }

  /**
   * One topic.
   *
   * @param name its name
   * @param keeping how it forgets
   * @param says what a record in it means
   */
  public record Topic(String name, Keeping keeping, String says) {
    /**
     * Its configuration on the broker.
     *
     * <p>The broker unpacks what a producer has compressed, and refuses what is then larger than any
     * record that is read here: a few KB that unpack to more than a consumer's memory would end it
     * at every start, and nobody could put the record aside.
     */
    public Map<String, String> configuration() {
      Map<String, String> all = new TreeMap<>();
      all.put("compression.type", "uncompressed");
      all.put("max.message.bytes", Integer.toString(2 * EventCodec.LARGEST));
      switch (keeping) {
        case COMPACTED -> {
          all.put("cleanup.policy", "compact");
          all.put("min.cleanable.dirty.ratio", "0.1");
          all.put("max.compaction.lag.ms", "3600000");
          all.put("delete.retention.ms", "86400000");
        }
        case HANDOVER -> {
          all.put("cleanup.policy", "delete");
          all.put("retention.ms", "2592000000");
        }
        default -> {
          all.put("cleanup.policy", "delete");
          all.put("retention.ms", "31536000000");
        }
      }
      return all;
    }
  }

  /** All topics, in the order of a link's way. */
  public static final List<Topic> ALL =
      List.of(
          new Topic(LINK_REQUESTED, Keeping.COMPACTED, "a person asked for the link"),
          new Topic(CERT_CREATED, Keeping.HANDOVER, "both sides trust each other"),
          new Topic(ENDPOINT_READY, Keeping.HANDOVER, "the mirroring endpoint is ready"),
          new Topic(DAG_CREATED, Keeping.HANDOVER, "both availability groups exist"),
          new Topic(
              LINK_CREATED,
              Keeping.COMPACTED,
              "the link resource, or the session of a pair, is as it is wanted"),
          new Topic(REPLICA_CONNECTED, Keeping.HISTORY, "the replica became CONNECTED"),
          new Topic(LINK_HEALTH, Keeping.COMPACTED, "how the link is now"),
          new Topic(LINK_BLOCKED, Keeping.HISTORY, "a person must act"),
          new Topic(LINK_STEP, Keeping.HISTORY, "a step was taken: the audit trail"),
          new Topic(
              CERT_UPLOADS, Keeping.COMPACTED, "an upload of a certificate to Azure is under way"),
          new Topic(waiting("cert"), Keeping.COMPACTED, "cert-service looks again later"),
          new Topic(waiting("endpoint"), Keeping.COMPACTED, "endpoint-service looks again later"),
          new Topic(waiting("ag"), Keeping.COMPACTED, "ag-service looks again later"),
          new Topic(
              waiting("azure-link"), Keeping.COMPACTED, "azure-link-service looks again later"),
          new Topic(deadLetter("cert-service"), Keeping.HISTORY, "records it could not read"),
          new Topic(deadLetter("endpoint-service"), Keeping.HISTORY, "records it could not read"),
          new Topic(deadLetter("ag-service"), Keeping.HISTORY, "records it could not read"),
          new Topic(deadLetter("azure-link-service"), Keeping.HISTORY, "records it could not read"),
          new Topic(deadLetter("monitor-service"), Keeping.HISTORY, "records it could not read"));

  private Topics() {}

  /** The topic in which a phase keeps what it will look at again. */
  public static String waiting(String phase) {
    return phase + "-waiting";
  }

  /** The topic for records that a service could not read. */
  public static String deadLetter(String service) {
    return service + "-dead-letter";
  }
}
