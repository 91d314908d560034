package io.linkfleet.cert;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What is remembered of one upload, in the topic and by the links that wait for it.
 *
 * @param since when it was begun, which tells it from every other one to the same place
 * @param thumbprint of the certificate
 * @param address where Azure says how it stands; empty as long as nobody knows
 */
record UploadNote(Instant since, String thumbprint, String address) {
  String text() {
    return (since + " " + thumbprint + " " + address).strip();
  }

  /** Nothing when it is no such note, or null: look at Azure with fresh eyes. */
  static Optional<UploadNote> read(String text) {
    if (text == null) {
      return Optional.empty();
    }
    String[] part = (text + "  ").split(" ", 3);
    try {
      return Optional.of(new UploadNote(Instant.parse(part[0]), part[1], part[2].strip()));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
