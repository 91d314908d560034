package io.linkfleet.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.linkfleet.simulator.engine.EffectRecord;
import io.linkfleet.testing.SimulatedSite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The application locks of a server: one resource has one holder, one session one lock. */
class SqlConnectionLockTest {
  private static final String LINK = "linkfleet link DAG_it's";

  private static SimulatedSite site;

  @BeforeAll
  static void start() {
    site = SimulatedSite.start(SimulatedSite.ESTATE);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  private static SqlConnection session() {
    return site.servers().open(site.server("SQL01"));
  }

  @Test
  void aPartOfTheWorkIsLockedBesideTheRest() {
    try (SqlConnection one = session();
        SqlConnection other = session()) {
      assertThat(one.lock()).isTrue();
      assertThat(other.lock(LINK)).isTrue();
    }
  }

  /** Stopped for a while, a process would take the old answer for one of now. */
  @Test
  void anAnswerThatWasSlowIsAskedForAgain() {
    Map<String, Long> latency = site.world().statementLatencyNanos;
    try (SqlConnection one = session()) {
      one.requireAlive();
      assertThat(asked()).as("the control").hasSize(1);
      latency.put("SELECT", Duration.ofMillis(1300).toNanos());
      CompletableFuture<Void> second = CompletableFuture.runAsync(one::requireAlive);
      await().until(() -> asked().size() == 2);
      latency.clear();
      second.join();
      assertThat(asked()).hasSizeGreaterThan(2);

      latency.put("SELECT", Duration.ofMillis(1100).toNanos());
      assertThatThrownBy(one::requireAlive)
          .isInstanceOfSatisfying(
              SqlFailure.class, e -> assertThat(e.kind()).isEqualTo(SqlFailure.Kind.TRANSIENT));
    } finally {
      latency.clear();
    }
  }

  private static List<EffectRecord.Effect> asked() {
    return site.world().record.all().stream()
        .filter(effect -> effect.text().contains("SELECT 1 AS alive"))
        .toList();
  }

  @Test
  void aSessionDoesNotTakeOneLockForAnother() {
    try (SqlConnection one = session();
        SqlConnection other = session()) {
      assertThat(one.lock(LINK)).isTrue();
      assertThat(one.lock(LINK)).as("its own once more").isTrue();
      assertThat(one.lock()).isFalse();
      assertThat(other.lock()).as("it was not taken").isTrue();

      one.unlock();
      other.unlock();
      assertThat(other.lock(LINK)).as("given back under its name").isTrue();
    }
  }
}
