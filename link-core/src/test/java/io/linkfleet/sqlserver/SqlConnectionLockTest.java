package io.linkfleet.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.testing.SimulatedSite;
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
