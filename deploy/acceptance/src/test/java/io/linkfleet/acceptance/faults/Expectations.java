package io.linkfleet.acceptance.faults;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an experiment expects besides the rule: nothing of it is allowed unless it says so.
 *
 * @param blocks reasons for which a link may end blocked
 * @param errors log lines of level ERROR that its fault explains
 * @param hands logins of people whose statements are their own business
 * @param changes what is made in this experiment alone, as {@link Shapes} writes it
 * @param twice what two who know nothing of each other may each ask for once, as {@link Shapes}
 *     writes it
 */
record Expectations(
    Set<String> blocks,
    List<Pattern> errors,
    Set<String> hands,
    Set<String> changes,
    Set<String> twice) {
  static final Expectations NONE =
      new Expectations(Set.of(), List.of(), Set.of(), Set.of(), Set.of());

  Expectations blocks(String... reasons) {
    return new Expectations(Set.of(reasons), errors, hands, changes, twice);
  }

  /** Statements that would be wrong anywhere else. */
  Expectations changes(String... shapes) {
    return new Expectations(blocks, errors, hands, Set.of(shapes), twice);
  }

  /** Not once, but not more than twice either. */
  Expectations twice(String... shapes) {
    return new Expectations(blocks, errors, hands, changes, Set.of(shapes));
  }

  /** A log line may contain this. */
  Expectations error(String regex) {
    List<Pattern> more = new java.util.ArrayList<>(errors);
    more.add(Pattern.compile(regex));
    return new Expectations(blocks, List.copyOf(more), hands, changes, twice);
  }

  Expectations hand(String login) {
    Set<String> more = new HashSet<>(hands);
    more.add(login);
    return new Expectations(blocks, errors, Set.copyOf(more), changes, twice);
  }
}
