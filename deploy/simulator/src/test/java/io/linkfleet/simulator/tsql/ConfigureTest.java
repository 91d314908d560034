package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** sp_configure, RECONFIGURE and the error log. */
class ConfigureTest {
  private final TestServer server = new TestServer();

  @Test
  void anOptionTakesEffectWithReconfigure() {
    String rows = "EXEC sp_configure 'remote admin connections'";
    assertThat(server.ok(rows).results.get(0).rows.get(0))
        .containsExactly("remote admin connections", 0, 1, 0, 0);
    Answer told = server.ok("EXEC sp_configure N'remote admin connections', 1");
    assertThat(told.messages.get(0).number()).isEqualTo(15457);
    assertThat(told.messages.get(0).text())
        .isEqualTo(
            "Configuration option 'remote admin connections' changed from 0 to 1. Run the"
                + " RECONFIGURE statement to install.");
    assertThat(server.ok(rows).results.get(0).rows.get(0))
        .containsExactly("remote admin connections", 0, 1, 1, 0);
    server.ok("RECONFIGURE WITH OVERRIDE");
    assertThat(
            server.value(
                "CAST(value_in_use AS int) FROM sys.configurations"
                    + " WHERE name = 'remote admin connections'"))
        .isEqualTo(1);
  }

  @Test
  void advancedOptionsAreShownWhenAskedFor() {
    assertThat(server.run("EXEC sp_configure 'xp_cmdshell', 1").errors()).containsExactly(15123);
    int before = server.ok("EXEC sp_configure").results.get(0).rows.size();
    server.ok("EXEC sys.sp_configure 'show advanced options', 1; RECONFIGURE");
    assertThat(server.ok("EXEC sp_configure").results.get(0).rows.size()).isGreaterThan(before);
    server.ok("EXEC sp_configure @configname = 'xp_cmdshell', @configvalue = 1; RECONFIGURE");
    assertThat(server.run("EXEC sp_configure 'xp_cmdshell', 2").errors()).containsExactly(15129);
    assertThat(server.run("EXEC sp_configure 'backup'").errors()).containsExactly(15124);
  }

  @Test
  void settingsNeedThePermissionAndNoTransaction() {
    var nobody = server.as("nobody");
    assertThat(TestServer.run(nobody, "EXEC sp_configure 'clr enabled', 1").errors())
        .containsExactly(15247);
    assertThat(TestServer.run(nobody, "RECONFIGURE").errors()).containsExactly(5812);
    assertThat(server.run("BEGIN TRAN; EXEC sp_configure 'clr enabled', 1; ROLLBACK").errors())
        .containsExactly(15002);
    assertThat(server.run("BEGIN TRAN; RECONFIGURE; ROLLBACK").errors()).containsExactly(574);
  }

  @Test
  void theErrorLogSaysWhatHappened() {
    server.ok("EXEC sp_configure 'clr enabled', 1; DBCC TRACEON (9567, -1)");
    server.run("BACKUP DATABASE nowhere TO DISK = 'x'");
    assertThat(texts("EXEC sp_readerrorlog"))
        .hasSize(4)
        .anyMatch(t -> t.startsWith("Configuration option 'clr enabled' changed from 0 to 1."))
        .anyMatch(t -> t.startsWith("DBCC TRACEON 9567, server process ID (SPID) "))
        .contains("Error: 3041, Severity: 16, State: 1.");
    assertThat(texts("EXEC xp_readerrorlog 0, 1, N'TRACEON', N'9567'")).hasSize(1);
    assertThat(texts("EXEC sp_readerrorlog 0, 2")).isEmpty();
    assertThat(texts("EXEC xp_readerrorlog 0, 1, NULL, NULL, NULL, '20000101', N'desc'")).isEmpty();
    assertThat(texts("EXEC xp_readerrorlog 0, 1, NULL, NULL, NULL, NULL, N'desc'").get(3))
        .startsWith("Configuration option");
  }

  @Test
  void theErrorLogIsNotForEverybody() {
    assertThat(TestServer.run(server.as("nobody"), "EXEC sp_readerrorlog").errors())
        .containsExactly(15003);
    assertThat(TestServer.run(server.as("monitor"), "EXEC sp_readerrorlog").errors()).isEmpty();
  }

  private List<String> texts(String statement) {
    return server.ok(statement).results.get(0).values("Text").stream()
        .map(String::valueOf)
        .toList();
  }
}
