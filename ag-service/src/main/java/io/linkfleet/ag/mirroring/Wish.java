package io.linkfleet.ag.mirroring;

import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Safety;
import io.linkfleet.event.PairOptions.Wanted;

/**
 * What a person wants of the session of a pair.
 *
 * @param source label of the server that the pair names first
 * @param partner label of the other one
 * @param options the options
 */
record Wish(String source, String partner, PairOptions options) {

  static Wish of(LinkSpec link) {
    PairOptions asked = link.options().pair();
    return new Wish(
        link.source().name(),
        link.partner().server().name(),
        asked == null ? PairOptions.defaults() : asked);
  }

  /** Label of the server that shall serve, or null. */
  String primary() {
    return options.primary();
  }

  boolean names(String label) {
    return label.equals(source) || label.equals(partner);
  }

  /** Whether another server than this one shall serve, whatever that costs. */
  boolean mayLose(String label) {
    return options.allowDataLoss()
        && primary() != null
        && names(primary())
        && !primary().equals(label)
        && !isRemoved();
  }

  boolean isRemoved() {
    return options.wanted() == Wanted.REMOVED;
  }

  boolean isPaused() {
    return options.wanted() == Wanted.PAUSED;
  }

  boolean isSafe() {
    return options.safety() == Safety.FULL;
  }

  /** FULL or OFF, as SQL Server writes it. */
  String safety() {
    return options.safety().name();
  }
}
