package io.linkfleet.monitor.view;

import io.linkfleet.event.LinkEvent;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.SourceServer;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** The state of every link in memory, one {@link LinkState} each; the topics are its only store. */
@Singleton
public class FleetView {
  private final Map<String, LinkState> links = new ConcurrentSkipListMap<>();
  /** Links that have something to watch, by the addresses of the servers that show it. */
  private final Map<String, Set<String>> watched = new ConcurrentHashMap<>();

  /** Takes an event. */
  public void apply(LinkEvent event) {
    String id = event.link().id();
    LinkState now =
        links.compute(
            id, (key, state) -> state == null ? LinkState.first(event) : state.apply(event));
    if (now.watched() != null) {
      sides(now.link())
          .forEach(
              server ->
                  watched
                      .computeIfAbsent(server.address(), key -> ConcurrentHashMap.newKeySet())
                      .add(id));
    }
  }

  /** Takes the end of a wait. */
  public void waitsNoMore(String id, String phase) {
    links.computeIfPresent(id, (key, state) -> state.waitsNoMore(phase));
  }

  /** One link. */
  public Optional<LinkState> link(String id) {
    return Optional.ofNullable(links.get(id));
  }

  /** The newest generation of a link, 0 when it is not known. */
  public long generation(String id) {
    return link(id).map(state -> state.link().generation()).orElse(0L);
  }

  /** All links in the order of their ids. */
  public Stream<LinkState> all() {
    return links.values().stream();
  }

  /** The links of a rollout, or none when there is no such rollout. */
  public List<LinkState> rollout(String name) {
    return all().filter(state -> state.link().rollout().equals(name)).toList();
  }

  /** The addresses of the servers that have something to watch. */
  public Set<String> servers() {
    return watched.keySet();
  }

  /** The links to watch on a server. */
  public List<LinkState> watchedOn(String address) {
    return watched.getOrDefault(address, Set.of()).stream().map(links::get).toList();
  }

  /** The server of that address, as the latest request describes it. */
  public SourceServer server(String address) {
    return watchedOn(address).stream()
        .max(Comparator.comparing(LinkState::reachedAt))
        .stream()
        .flatMap(state -> sides(state.link()))
        .filter(server -> server.address().equals(address))
        .findFirst()
        .orElseThrow();
  }

  /** The servers that show how a link is: its source, and of a pair the partner. */
  private static Stream<SourceServer> sides(LinkSpec link) {
    return link.isPair()
        ? Stream.of(link.source(), link.partner().server())
        : Stream.of(link.source());
  }
}
