package io.linkfleet.monitor.api;

import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.SourceServer;
import io.linkfleet.monitor.view.LinkState;
import io.linkfleet.monitor.view.Milestone;
import io.linkfleet.monitor.view.Status;
import io.linkfleet.monitor.view.Urgency;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which links are asked for, and in which order they come; what is null is not asked.
 *
 * @param server label or address of a server of the link
 * @param rollout name of its rollout
 * @param text a part of what it is called or held by
 * @param unhealthy only those of {@link Urgency#UNHEALTHY}
 * @param byUrgency those first that need somebody; otherwise in the order of their ids
 */
record LinkQuery(
    String server,
    Status status,
    Milestone phase,
    String rollout,
    String text,
    boolean unhealthy,
    boolean byUrgency) {

  /**
   * A page of links.
   *
   * @param next the value of {@code after} for the next page; null on the last one
   * @param total how many links match, on all pages
   */
  record Page(List<LinkView> links, String next, long total) {}

  /** The place of a link in the order; a page goes on behind the place of its predecessor's end. */
  private record Place(Urgency urgency, String id) {
    static final Comparator<Place> ORDER =
        Comparator.comparing(Place::urgency).thenComparing(Place::id);

    String text(boolean byUrgency) {
      return byUrgency ? urgency + ":" + id : id;
    }
  }

  private record Found(Place place, LinkState link) {}

  /** Whether {@code after} is a place in the order of this query, or nothing. */
  boolean knows(String after) {
    return after == null || place(after).isPresent();
  }

  /** The page that follows a place, the first one for null. */
  Page page(Stream<LinkState> all, String after, int limit) {
    Place last = after == null ? null : place(after).orElseThrow();
    List<Found> matching =
        all.filter(this::matches)
            .map(link -> new Found(placeOf(link), link))
            .sorted(Comparator.comparing(Found::place, Place.ORDER))
            .toList();
    List<Found> rest =
        matching.stream()
            .filter(found -> last == null || Place.ORDER.compare(found.place(), last) > 0)
            .limit(limit + 1L)
            .toList();
    boolean more = rest.size() > limit;
    List<Found> shown = more ? rest.subList(0, limit) : rest;
    return new Page(
        shown.stream().map(found -> LinkView.of(found.link())).toList(),
        more ? shown.get(limit - 1).place().text(byUrgency) : null,
        matching.size());
  }

  private Place placeOf(LinkState link) {
    return new Place(byUrgency ? link.urgency() : Urgency.NONE, link.link().id());
  }

  private Optional<Place> place(String after) {
    if (!byUrgency) {
      return Optional.of(new Place(Urgency.NONE, after));
    }
    int colon = after.indexOf(':');
    return Stream.of(Urgency.values())
        .filter(urgency -> colon > 0 && urgency.name().equals(after.substring(0, colon)))
        .map(urgency -> new Place(urgency, after.substring(colon + 1)))
        .findFirst();
  }

  private boolean matches(LinkState link) {
    return (server == null || isOn(link.link()))
        && (rollout == null || link.link().rollout().equals(rollout))
        && (phase == null || link.reached() == phase)
        && (!unhealthy || link.urgency() == Urgency.UNHEALTHY)
        && (status == null || link.status() == status)
        && (text == null || mentions(link));
  }

  private boolean isOn(LinkSpec link) {
    return servers(link)
        .anyMatch(
            one -> one.name().equalsIgnoreCase(server) || one.address().equalsIgnoreCase(server));
  }

  private boolean mentions(LinkState state) {
    LinkSpec link = state.link();
    String part = text.toLowerCase(Locale.ROOT);
    Stream<String> names =
        Stream.concat(
            servers(link).flatMap(server -> Stream.of(server.name(), server.address())),
            Stream.of(link.id(), link.rollout(), link.database(), link.target().name()));
    Stream<String> why =
        Stream.concat(
            state.hold().stream().flatMap(hold -> Stream.of(hold.reason(), hold.sentence())),
            Stream.ofNullable(state.health())
                .flatMap(health -> Stream.of(health.diagnosis(), health.sentence())));
    return Stream.concat(names, why)
        .anyMatch(name -> name != null && name.toLowerCase(Locale.ROOT).contains(part));
  }

  private static Stream<SourceServer> servers(LinkSpec link) {
    return link.isPair()
        ? link.partner().with(link.source()).stream()
        : Stream.of(link.source());
  }
}
