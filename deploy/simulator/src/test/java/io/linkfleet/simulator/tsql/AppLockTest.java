package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.session.SqlSession;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AppLockTest {
  private final TestServer server = new TestServer();
  private final SqlSession one = server.as("sa");
  private final SqlSession two = server.as("sa");

  private static Object take(SqlSession session, String options) {
    return TestServer.run(
            session,
            "DECLARE @rc int; EXEC @rc = sp_getapplock @Resource = N'linkfleet', " + options
                + "; SELECT @rc AS code;")
        .results.get(0)
        .value(0, "code");
  }

  private static final String EXCLUSIVE = "@LockMode = 'Exclusive', @LockOwner = 'Session'";

  @Test
  void oneSessionHoldsItUntilItLetsGo() {
    assertThat(take(one, EXCLUSIVE + ", @LockTimeout = 0, @DbPrincipal = 'public'")).isEqualTo(0);
    assertThat(take(one, EXCLUSIVE + ", @LockTimeout = 0")).as("again by its owner").isEqualTo(0);
    assertThat(take(two, EXCLUSIVE + ", @LockTimeout = 0")).isEqualTo(-1);
    assertThat(take(two, EXCLUSIVE + ", @LockTimeout = 20")).isEqualTo(-1);
    String release = "EXEC sp_releaseapplock @Resource = N'linkfleet', @LockOwner = 'Session'";
    TestServer.run(one, release);
    assertThat(take(two, EXCLUSIVE + ", @LockTimeout = 0")).as("taken twice").isEqualTo(-1);
    TestServer.run(one, release);
    assertThat(take(two, EXCLUSIVE + ", @LockTimeout = 0")).isEqualTo(0);
    assertThat(TestServer.run(one, release).errors()).containsExactly(1223);
  }

  @Test
  void sharedLocksMeetAndOtherDatabasesDoNot() {
    String shared = "@LockMode = 'Shared', @LockOwner = 'Session', @LockTimeout = 0";
    assertThat(take(one, shared)).isEqualTo(0);
    assertThat(take(two, shared)).isEqualTo(0);
    assertThat(take(two, EXCLUSIVE + ", @LockTimeout = 0")).isEqualTo(-1);
    TestServer.run(two, "USE msdb");
    assertThat(take(two, EXCLUSIVE + ", @LockTimeout = 0")).isEqualTo(0);
  }

  @Test
  void aTransactionsLockEndsWithItAndNeedsOne() {
    assertThat(take(one, "@LockMode = 'Exclusive'")).isEqualTo(-999);
    assertThat(take(one, "@LockMode = 'Nonsense', @LockOwner = 'Session'")).isEqualTo(-999);
    TestServer.run(one, "BEGIN TRAN");
    assertThat(take(one, "@LockMode = 'Exclusive'")).isEqualTo(0);
    assertThat(take(two, EXCLUSIVE + ", @LockTimeout = 0")).isEqualTo(-1);
    TestServer.run(one, "COMMIT");
    assertThat(take(two, EXCLUSIVE + ", @LockTimeout = 0")).isEqualTo(0);
  }

  @Test
  void aWaitEndsWithTheHoldersSession() throws Exception {
    take(one, EXCLUSIVE);
    var waiting = CompletableFuture.supplyAsync(() -> take(two, EXCLUSIVE));
    untilTwoWaits();
    one.close();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(1);
  }

  @Test
  void anAttentionEndsAWaitAndLeavesNoLock() throws Exception {
    take(one, EXCLUSIVE);
    var waiting =
        CompletableFuture.supplyAsync(
            () -> TestServer.run(two, "EXEC sp_getapplock N'linkfleet', 'Exclusive', 'Session'"));
    untilTwoWaits();
    two.cancel();
    waiting.get(10, TimeUnit.SECONDS);
    one.close();
    assertThat(take(server.as("sa"), EXCLUSIVE + ", @LockTimeout = 0")).isEqualTo(0);
  }

  private void untilTwoWaits() {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () ->
                server.value(
                        "(SELECT COUNT(*) FROM sys.dm_exec_requests WHERE session_id = "
                            + two.spid() + " AND command = 'EXEC SP_GETAPPLOCK')")
                    .equals(1));
  }

  @Test
  void twoThatWaitForEachOtherAreToldSo() throws Exception {
    take(one, EXCLUSIVE);
    TestServer.run(two, "EXEC sp_getapplock N'other', 'Exclusive', 'Session'");
    var waiting = CompletableFuture.supplyAsync(() -> take(two, EXCLUSIVE));
    untilTwoWaits();
    Answer victim =
        TestServer.run(
            one,
            "DECLARE @r int EXEC @r = sp_getapplock N'other', 'Exclusive', 'Session' SELECT @r");
    assertThat(victim.results.get(0).rows.get(0)[0]).isEqualTo(-3);
    one.close();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo(1);
  }
}
