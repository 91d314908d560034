package io.linkfleet.monitor.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.LinkEvent;
import io.linkfleet.event.LinkEvent.LinkBlocked;
import io.linkfleet.event.LinkEvent.LinkHealth;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.LinkEvent.ReplicaConnected;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.Samples;
import io.linkfleet.monitor.Readings;
import io.linkfleet.monitor.view.FleetView;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Links that need somebody come first, and pages neither repeat nor leave out any. */
class LinkQueryTest {
  private final FleetView view = new FleetView();

  private static LinkSpec link(String id, String rollout, String database) {
    LinkSpec link = Samples.link();
    return new LinkSpec(id, rollout, 1, link.source(), database, link.target(), link.names(),
        link.options());
  }

  private static LinkSpec link(String id) {
    return link(id, "demo", "Sales");
  }

  private static LinkEvent blocked(String id) {
    return new LinkBlocked(link(id), "ag", "BACKUP", "it has no backup", "take one", Samples.AT);
  }

  private static LinkEvent waiting(String id) {
    return new LinkWaiting(link(id), "ag", "UNREACHABLE", "it is down", Samples.AT, Samples.AT, 0,
        null, null, Samples.AT);
  }

  private static LinkEvent connected(String id) {
    return new ReplicaConnected(link(id), "mi-west", Samples.AT);
  }

  private static LinkEvent health(String id, String diagnosis, String severity) {
    return new LinkHealth(link(id), Readings.healthy(), diagnosis, severity, "it lags", "",
        Samples.AT.plusSeconds(1), Samples.AT.plusSeconds(1));
  }

  private static LinkQuery query(String rollout, String text, boolean unhealthy) {
    return new LinkQuery(null, null, null, rollout, text, unhealthy, true);
  }

  private List<String> ids(LinkQuery query) {
    return query.page(view.all(), null, 100).links().stream().map(LinkView::id).toList();
  }

  private void fleet() {
    for (LinkEvent event :
        List.of(connected("a"), health("a", "HEALTHY", "OK"), waiting("b"), blocked("c"),
            connected("d"), health("d", "LAG_HIGH", "WARNING"),
            new LinkRequested(link("e"), Samples.AT), blocked("f"))) {
      view.apply(event);
    }
  }

  @Test
  void blockedAndUnhealthyLinksComeFirst() {
    fleet();

    assertThat(ids(query(null, null, false))).containsExactly("c", "f", "d", "b", "e", "a");
  }

  @Test
  void pagesContinueInTheOrderOfUrgency() {
    fleet();
    LinkQuery query = query(null, null, false);
    List<String> found = new ArrayList<>();
    String after = null;
    int pages = 0;
    do {
      assertThat(query.knows(after)).isTrue();
      LinkQuery.Page page = query.page(view.all(), after, 2);
      page.links().forEach(link -> found.add(link.id()));
      assertThat(page.total()).isEqualTo(6);
      after = page.next();
      pages++;
    } while (after != null);

    assertThat(found).containsExactly("c", "f", "d", "b", "e", "a");
    assertThat(pages).isEqualTo(3);
  }

  @Test
  void aPlaceOfAnotherOrderIsNotKnown() {
    assertThat(query(null, null, false).knows("c")).isFalse();
    assertThat(query(null, null, false).knows("SOON:c")).isFalse();
    assertThat(query(null, null, false).knows("BLOCKED:c")).isTrue();
    assertThat(new LinkQuery(null, null, null, null, null, false, false).knows("c")).isTrue();
  }

  @Test
  void unhealthyLinksAreThoseWhoseHealthNeedsSomebody() {
    fleet();
    view.apply(health("c", "NOT_HEALTHY", "WARNING"));

    assertThat(ids(query(null, null, true))).as("c is blocked").containsExactly("d");
  }

  @Test
  void textIsFoundInNamesAndInWhatHoldsALink() {
    fleet();
    view.apply(new LinkRequested(link("g", "other", "O'Brien <b>"), Samples.AT));

    assertThat(ids(query(null, "NO BACKUP", false))).containsExactly("c", "f");
    assertThat(ids(query(null, "<B>", false))).containsExactly("g");
    assertThat(ids(query(null, "lag_high", false))).containsExactly("d");
    assertThat(ids(query("other", null, false))).containsExactly("g");
    assertThat(ids(query("other", "no backup", false))).isEmpty();
  }
}
