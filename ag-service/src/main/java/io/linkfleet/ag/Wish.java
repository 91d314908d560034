package io.linkfleet.ag;

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
public record Wish(String source, String partner, PairOptions options) {

  /** What this link says. */
  public static Wish of(LinkSpec link) {
    PairOptions asked = link.options().pair();
    return new Wish(
        link.source().name(),
        link.partner().server().name(),
        asked == null ? PairOptions.defaults() : asked);
  }

  /** Label of the server that shall serve, or null. */
  public String primary() {
    return options.primary();
  }

  /** Whether that is one of the two. */
  public boolean names(String label) {
    return label.equals(source) || label.equals(partner);
  }

  /** Whether another server than this one shall serve, whatever that costs. */
  public boolean mayLose(String label) {
    return options.allowDataLoss()
        && primary() != null
        && names(primary())
        && !primary().equals(label)
        && !isRemoved();
  }

  public boolean isRemoved() {
    return options.wanted() == Wanted.REMOVED;
  }

  public boolean isPaused() {
    return options.wanted() == Wanted.PAUSED;
  }

  public boolean isSafe() {
    return options.safety() == Safety.FULL;
  }

  /** FULL or OFF, as SQL Server writes it. */
  public String safety() {
    return options.safety().name();
  }
}
