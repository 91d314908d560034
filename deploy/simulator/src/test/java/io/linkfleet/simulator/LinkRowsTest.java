package io.linkfleet.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The dummy table of the page on troubleshooting a link, and where its rows arrive. */
class LinkRowsTest {
  private static void run(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(text);
    }
  }

  private static boolean seeding(LinkedWorld world) {
    return world
        .rows("SQL01", "SELECT current_state FROM sys.dm_hadr_automatic_seeding")
        .contains("SEEDING");
  }

  /** A slow seeding, and a transaction on the dummy table that is open in the middle of it. */
  private static void writeWhileItIsSeeded(LinkedWorld world, Connection writer)
      throws SQLException {
    world.simulator.world().settings.seedingBytesPerSecond = 1 << 16;
    run(writer, "CREATE TABLE Prevent1412 (Id INT, CreatedAt DATETIME)");
    world.createLink();
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> seeding(world));
    run(writer, "BEGIN TRAN; INSERT INTO Prevent1412 (Id, CreatedAt) VALUES (1, GETDATE())");
  }

  @Test
  void anOpenTransactionProtectsTheSeedingFromALogBackup() throws Exception {
    try (LinkedWorld world = new LinkedWorld();
        Connection writer = world.connect("SQL01", "admin", "Sales")) {
      writeWhileItIsSeeded(world, writer);
      world.run("SQL01", "BACKUP LOG Sales TO DISK = 'NUL'");
      world.simulator.world().settings.seedingBytesPerSecond = 1L << 30;
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> world.state().equals("LinkSynchronizing"));
      String there = "SELECT COUNT(*) FROM Sales.dbo.Prevent1412";
      assertThat(world.one("mi-west", there)).as("not committed").isEqualTo("0");
      run(writer, "COMMIT TRAN");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> world.one("mi-west", there).equals("1"));
      assertThat(world.error("mi-west", "INSERT Sales.dbo.Prevent1412 VALUES (2, NULL)"))
          .isEqualTo(3906);
    }
  }

  @Test
  void withoutOneTheLinkIsLost() throws Exception {
    try (LinkedWorld world = new LinkedWorld();
        Connection writer = world.connect("SQL01", "admin", "Sales")) {
      writeWhileItIsSeeded(world, writer);
      run(writer, "COMMIT TRAN");
      world.run("SQL01", "BACKUP LOG Sales TO DISK = 'NUL'");
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> world.state().equals("LinkCreationError"));
    }
  }

  @Test
  void noRowIsLostWhenTheLinkFailsOver() {
    try (LinkedWorld world = new LinkedWorld().linked()) {
      world.run("SQL01", "CREATE TABLE Sales.dbo.t (a int PRIMARY KEY)");
      world.run(
          "SQL01",
          "INSERT Sales.dbo.t VALUES (1), (2); ALTER AVAILABILITY GROUP DAG_Sales FAILOVER");
      assertThat(world.rows("mi-west", "SELECT a FROM Sales.dbo.t")).containsExactly("1", "2");
      world.run("mi-west", "INSERT Sales.dbo.t VALUES (3)");
      assertThat(world.error("SQL01", "INSERT Sales.dbo.t VALUES (4)")).isIn(976, 3906);
      assertThat(world.end(world.azure("DELETE", "", null))).isEqualTo("Succeeded");
      assertThat(world.one("mi-west", "SELECT SUM(a) FROM Sales.dbo.t")).isEqualTo("6");
    }
  }

  @Test
  void theTraceFlagKeepsTheLogAsWell() {
    try (LinkedWorld world = new LinkedWorld()) {
      world.simulator.world().settings.seedingBytesPerSecond = 1 << 16;
      world.run("SQL01", "DBCC TRACEON (12381, -1)");
      world.createLink();
      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> seeding(world));
      world.server.databases.get("Sales").logUsed = 0.7;
      String backup = "BACKUP LOG Sales TO DISK = 'NUL'";
      String used = "SELECT CAST(cntr_value AS int) FROM sys.dm_os_performance_counters"
          + " WHERE counter_name = 'Percent Log Used' AND instance_name = 'Sales'";
      world.run("SQL01", backup);
      assertThat(Integer.parseInt(world.one("SQL01", used))).isGreaterThan(60);
      assertThat(
              world.one(
                  "SQL01", "SELECT log_reuse_wait_desc FROM sys.databases WHERE name = 'Sales'"))
          .isEqualTo("AVAILABILITY_REPLICA");
      world.simulator.world().settings.seedingBytesPerSecond = 1L << 30;
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> world.state().equals("LinkSynchronizing"));
      world.run("SQL01", backup);
      assertThat(Integer.parseInt(world.one("SQL01", used))).isLessThan(10);
    }
  }
}
