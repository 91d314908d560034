package io.linkfleet.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Owns the question whose work each effect was: a link's own, or that of its whole server.
 *
 * <p>Only what succeeded counts, and the same text on the same server only once: doing something in
 * vain, or twice, is no necessity and must not raise a lower bound.
 */
final class Work {
  private static final String CREATED = "CreateManagedInstanceLink ";
  private static final Pattern VARIABLE = Pattern.compile("(?<!@)@\\w");

  private final List<Link> links;
  private final Map<Link, List<Effect>> own = new LinkedHashMap<>();
  private final Map<String, List<Effect>> shared = new HashMap<>();
  private final Map<String, List<Effect>> all = new LinkedHashMap<>();
  private final Map<Link, Effect> requests = new HashMap<>();
  private final Map<Link, Effect> operations = new HashMap<>();
  private final Map<Link, Instant> connections = new HashMap<>();
  private final int writes;

  Work(Collection<Link> links, List<Effect> record) {
    this.links = List.copyOf(links);
    this.links.forEach(link -> own.put(link, new ArrayList<>()));
    Set<String> seen = new LinkedHashSet<>();
    Map<String, String> before = new HashMap<>();
    for (Effect effect : record) {
      if (effect.isChange() && seen.add(told(effect, before))) {
        all.computeIfAbsent(effect.where(), server -> new ArrayList<>()).add(effect);
        owner(effect)
            .map(own::get)
            .orElseGet(() -> shared.computeIfAbsent(effect.where(), server -> new ArrayList<>()))
            .add(effect);
      }
    }
    this.links.forEach(link -> azure(link, record));
    this.writes =
        (int)
            record.stream()
                .filter(e -> e.kind().equals("AZURE_WRITE") && e.text().startsWith("PUT "))
                .count();
  }

  /**
   * What makes a statement another one than those before. The record shows the name of a variable
   * and not its value: two that trust two roots read the same, and differ by what made the root.
   */
  private static String told(Effect effect, Map<String, String> before) {
    String last = before.put(effect.where(), effect.text());
    boolean variable = VARIABLE.matcher(effect.text()).find();
    return effect.where() + "\n" + (variable ? last : "") + "\n" + effect.text();
  }

  private Optional<Link> owner(Effect effect) {
    return links.stream().filter(link -> link.owns(effect)).findFirst();
  }

  private void azure(Link link, List<Effect> record) {
    String path = "/distributedAvailabilityGroups/" + link.distributedGroup();
    String connected = "link " + link.distributedGroup() + ": connected";
    for (Effect effect : record) {
      if (!effect.where().equals(link.instance())) {
        continue;
      }
      String request = effect.text().split("\\?")[0];
      if (effect.kind().equals("AZURE_WRITE") && request.endsWith(path)) {
        requests.put(link, effect);
      } else if (effect.kind().equals("AZURE_OPERATION")
          && effect.succeeded()
          && effect.text().equals(CREATED + link.distributedGroup())) {
        operations.put(link, effect);
      } else if (effect.kind().equals("NETWORK") && effect.text().startsWith(connected)) {
        connections.putIfAbsent(link, effect.at());
      }
    }
  }

  List<Link> links() {
    return links;
  }

  /** Statements that changed a server, by server. */
  Map<String, List<Effect>> servers() {
    return all;
  }

  List<Effect> own(Link link) {
    return own.get(link);
  }

  /**
   * The statements for the whole server that had to come before a link's own: those that had ended
   * when its first began, but for the trust in an instance that is not the link's.
   */
  List<Effect> before(Link link) {
    Optional<Instant> first = own(link).stream().map(Effect::at).min(Instant::compareTo);
    return shared.getOrDefault(link.server(), List.of()).stream()
        .filter(effect -> first.map(at -> !effect.end().isAfter(at)).orElse(true))
        .filter(effect -> !isForAnother(effect, link))
        .toList();
  }

  private boolean isForAnother(Effect effect, Link link) {
    return links.stream()
        .map(Link::instance)
        .distinct()
        .filter(instance -> !instance.equals(link.instance()))
        .anyMatch(instance -> effect.text().contains("[" + instance + "."));
  }

  /** The request that created the link resource; the last one when it was repeated. */
  Optional<Effect> request(Link link) {
    return Optional.ofNullable(requests.get(link));
  }

  /** Azure's own work on the link. */
  Optional<Effect> operation(Link link) {
    return Optional.ofNullable(operations.get(link));
  }

  /** When the two sides connected, from when on a DMV shows it. */
  Optional<Instant> connection(Link link) {
    return Optional.ofNullable(connections.get(link));
  }

  /**
   * From the request to the moment from which on somebody who looks all the time sees the link
   * created and its replica connected.
   */
  Duration tail(Link link) {
    Effect operation = operation(link).orElseThrow(() -> incomplete(link, "no operation"));
    Instant connected = connection(link).orElseThrow(() -> incomplete(link, "no connection"));
    return Duration.between(operation.at(), Span.later(operation.end(), connected));
  }

  private static IllegalStateException incomplete(Link link, String what) {
    return new IllegalStateException("the record has " + what + " of " + link.id());
  }

  /** PUT requests that Azure got, accepted or not. */
  int writes() {
    return writes;
  }

  static Duration sum(Collection<Effect> effects) {
    return effects.stream().map(Effect::took).reduce(Duration.ZERO, Duration::plus);
  }
}
