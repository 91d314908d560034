package io.linkfleet.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names are valid on both sides and unique, whatever the database is called. */
class LinkNamesTest {
  private static final String LONG = "x".repeat(128);

  private static LinkNames names(String database) {
    return LinkNames.of(
        LinkNames.DEFAULT_GROUP, LinkNames.DEFAULT_DISTRIBUTED_GROUP, "SQL01", database, "mi-west");
  }

  @Test
  void aPlainDatabaseKeepsItsName() {
    assertThat(names("Sales")).isEqualTo(new LinkNames("AG_Sales", "DAG_Sales_mi_west"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HR & Payroll", "O'Brien", "a]b", "Продажи", "a]; DROP DATABASE x--", "../x", "${jndi:x}",
        "1st", " ", "\u202Eabc", "\uD83D\uDE00", "%2F", ";Server=[evil]"
      })
  void anyNameGivesNamesThatBothSidesAccept(String database) {
    assertValid(names(database));
  }

  @Test
  void theLongestNameIsShortened() {
    assertValid(names(LONG));
  }

  private static void assertValid(LinkNames names) {
    for (String name : List.of(names.availabilityGroup(), names.distributedAvailabilityGroup())) {
      assertThat(name).matches("[#A-Za-z_][A-Za-z0-9_@#$]*").hasSizeLessThanOrEqualTo(128);
    }
  }

  @Test
  void databasesThatLookAlikeAfterCleaningDoNotShareNames() {
    Set<String> all = new HashSet<>();
    List<String> databases = List.of("a b", "a_b", "a-b", "a]b", "a'b", LONG, LONG + "y", "Ж", "Щ");
    databases.forEach(database -> all.add(names(database).distributedAvailabilityGroup()));
    assertThat(all).hasSize(databases.size());
  }

  @Test
  void aDatabaseHasOneGroupHoweverManyInstancesItIsLinkedTo() {
    LinkNames north =
        LinkNames.of(
            LinkNames.DEFAULT_GROUP, LinkNames.DEFAULT_DISTRIBUTED_GROUP, "SQL01", "a b", "mi-n");
    assertThat(north.availabilityGroup()).isEqualTo(names("a b").availabilityGroup());
    assertThat(north.distributedAvailabilityGroup())
        .isNotEqualTo(names("a b").distributedAvailabilityGroup());
  }

  @Test
  void theIdIsTheSameForTheSameWishAndSafeInAPath() {
    var server = new SourceServer("S", "sql01.corp.example", 1433, "10.0.0.1", 5022, "c");
    var target = new Target.ManagedInstance("mi", "sub");
    String id = LinkNames.linkId(server, "Ünï/..%2F", target);
    assertThat(id).matches("[a-z0-9-]+\\.[a-z0-9-]+\\.[0-9a-f]{8}");
    assertThat(LinkNames.linkId(server, "Ünï/..%2F", target)).isEqualTo(id);
    assertThat(LinkNames.linkId(server, "Uni", target)).isNotEqualTo(id);
  }

  @Test
  void allLinksOfAServerShareAPartitionAndTombstonesToo() {
    var server = new SourceServer("S", "sql01.corp.example", 1433, "10.0.0.1", 5022, "c");
    var target = new Target.ManagedInstance("mi", "sub");
    var nodes = new org.apache.kafka.common.Node(1, "h", 1);
    var parts = new java.util.ArrayList<org.apache.kafka.common.PartitionInfo>();
    for (int i = 0; i < 6; i++) {
      parts.add(new org.apache.kafka.common.PartitionInfo("t", i, nodes, null, null));
    }
    var cluster =
        new org.apache.kafka.common.Cluster("c", List.of(nodes), parts, Set.of(), Set.of());
    Set<Integer> seen = new HashSet<>();
    try (var partitioner = new ServerPartitioner()) {
      for (int i = 0; i < 50; i++) {
        byte[] key = LinkNames.linkId(server, "db" + i, target).getBytes();
        seen.add(partitioner.partition("t", null, key, null, null, cluster));
      }
    }
    assertThat(seen).hasSize(1);
  }
}
