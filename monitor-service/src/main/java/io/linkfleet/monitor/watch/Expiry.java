package io.linkfleet.monitor.watch;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * When a certificate expires that a connection is made with. A standing connection survives that;
 * the next one is refused.
 *
 * @param server the label of the server that holds it
 * @param certificate its name there
 */
record Expiry(String server, String certificate, Instant at) {
  boolean isPast(Instant now) {
    return !at.isAfter(now);
  }

  boolean isWithin(Duration notice, Instant now) {
    return !at.isAfter(now.plus(notice));
  }

  /** "The certificate [HOST_A_cert] on HOST_A expires on 2026-12-31". */
  String sentence(Instant now) {
    String name = certificate.replaceAll("\\p{Cntrl}", "?");
    return "The certificate [" + name + "] on " + server
        + (isPast(now) ? " expired on " : " expires on ")
        + at.atOffset(ZoneOffset.UTC).toLocalDate();
  }
}
