package io.linkfleet.azurelink;

import io.linkfleet.azure.Azure;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What is true about a link on its managed instance now.
 *
 * @param instance the instance, if it is there and may be read
 * @param link the link of the wanted name, if it is listed
 * @param database whether the instance has a database of the wanted name; asked only when the link
 *     is not listed
 * @param rival name of another link that replicates into that database
 * @param asked what Linkfleet has asked for before and remembers, if anything
 * @param age how long ago that was; zero when nothing was asked
 * @param operation how the operation that creates the link stands, if one is known
 */
record LinkState(
    Optional<Azure.Instance> instance,
    Optional<Azure.Link> link,
    boolean database,
    Optional<String> rival,
    Optional<Asked> asked,
    Duration age,
    Optional<Azure.Operation> operation) {

  /** What Azure calls a link that replicates. */
  static final String SYNCHRONIZING = "LinkSynchronizing";

  /** How far a link is, whichever of its many names Azure gives to that. */
  enum Stage {
    /** Azure does not say. */
    UNSAID,
    CREATING,
    REPLICATING,
    FAILED
  }

  /**
   * What is remembered between two looks at a link, across restarts.
   *
   * @param since when the link was asked for, or first seen being created
   * @param failures how often its creation has failed in a way that passes
   * @param address address of the operation that creates it; null when none is known
   */
  record Asked(Instant since, int failures, String address) {
    /** The form in which it travels on the waiting topic. */
    String text() {
      return since + " " + failures + (address == null ? "" : " " + address);
    }

    /** Reads {@link #text}; what cannot be read is as if nothing was remembered. */
    static Optional<Asked> read(String text) {
      String[] parts = text == null ? new String[0] : text.split(" ", 3);
      try {
        return parts.length < 2
            ? Optional.empty()
            : Optional.of(
                new Asked(
                    Instant.parse(parts[0]),
                    Integer.parseInt(parts[1]),
                    parts.length == 3 ? parts[2] : null));
      } catch (java.time.DateTimeException | NumberFormatException notOurs) {
        return Optional.empty();
      }
    }

    /** Asked now, if a clock ahead of this one says that it will be asked later. */
    Asked notAfter(Instant now) {
      return since.isAfter(now) ? new Asked(now, failures, address) : this;
    }

    /** The operation is over and has nothing more to tell. */
    Asked withoutOperation() {
      return new Asked(since, failures, null);
    }

    /** The operation failed in a way that passes. */
    Asked failedOnceMore() {
      return new Asked(since, failures + 1, null);
    }
  }

  static Stage stage(Azure.Link link) {
    String state = link.state() == null ? "" : link.state().toLowerCase(Locale.ROOT);
    if (state.isBlank()) {
      return Stage.UNSAID;
    }
    if (state.contains("error") || state.contains("fail") && !state.contains("failover")) {
      return Stage.FAILED;
    }
    return state.contains("creating") ? Stage.CREATING : Stage.REPLICATING;
  }
}
