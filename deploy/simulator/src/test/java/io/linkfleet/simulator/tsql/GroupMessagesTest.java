package io.linkfleet.simulator.tsql;

import static io.linkfleet.simulator.tsql.GroupFixture.ENTER;
import static io.linkfleet.simulator.tsql.GroupFixture.GRANT;
import static io.linkfleet.simulator.tsql.GroupFixture.JOIN;
import static io.linkfleet.simulator.tsql.GroupFixture.SYNC;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages of groups that take a cluster, a link or a second group to be seen. */
class GroupMessagesTest {
  private static final String REPLICA =
      " REPLICA ON 'sql1' WITH (ENDPOINT_URL = 'TCP://10.0.0.4:5022',"
          + " AVAILABILITY_MODE = SYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL)";
  private static final String LINK =
      """
      CREATE AVAILABILITY GROUP link WITH (DISTRIBUTED) AVAILABILITY GROUP ON
        'ag' WITH (LISTENER_URL = 'TCP://10.0.0.4:5022', AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,
          FAILOVER_MODE = MANUAL, SEEDING_MODE = AUTOMATIC),
        'mi' WITH (LISTENER_URL = 'tcp://mi.x.database.windows.net:5022;Server=[mi]',
          AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT, FAILOVER_MODE = MANUAL,
          SEEDING_MODE = AUTOMATIC)
      """;

  private static TestServer server() {
    var server = new TestServer();
    for (String name : new String[] {"db1", "db2"}) {
      server.database(name).lastLogBackupLsn = BigInteger.TEN;
    }
    return server;
  }

  @Test
  void inAClusterItsAccountBringsTheGroupOnline() {
    TestServer server = server();
    server.ok("CREATE LOGIN [NT AUTHORITY\\SYSTEM] FROM WINDOWS");
    String create = "CREATE AVAILABILITY GROUP ag FOR DATABASE db1" + REPLICA;

    Answer refused = server.run(create);

    assertThat(refused.errors()).containsExactly(41131, 41152);
    assertThat(refused.messages.get(0).state()).isZero();
    assertThat(server.server.databases.get("db1").group).isNull();
    server.ok(
        "GRANT ALTER ANY AVAILABILITY GROUP, CONNECT SQL, VIEW SERVER STATE"
            + " TO [NT AUTHORITY\\SYSTEM]");
    server.ok(create);
  }

  @Test
  void withoutAClusterNobodyAsksForItsAccount() {
    TestServer server = server();
    server.ok("CREATE LOGIN [NT AUTHORITY\\SYSTEM] FROM WINDOWS");
    server.ok("CREATE AVAILABILITY GROUP ag WITH (CLUSTER_TYPE = NONE) FOR DATABASE db1" + REPLICA);
  }

  @ParameterizedTest
  @CsvSource({
    "'mi.x.database.windows.net:5022;Server=[mi]'',\n    AVAILABILITY_MODE = ASYNCHRONOUS',"
        + " 'mi.x.database.windows.net:5022;Server=[mi]'',\n    AVAILABILITY_MODE = SYNCHRONOUS',"
        + " 47501",
    "'SEEDING_MODE = AUTOMATIC)\n', 'SEEDING_MODE = MANUAL)\n', 47500",
  })
  void aLinkBeginsAsynchronousAndSeedsItself(String replace, String by, int number) {
    TestServer server = server();
    server.ok("CREATE AVAILABILITY GROUP ag WITH (CLUSTER_TYPE = NONE) FOR DATABASE db1" + REPLICA);
    assertThat(LINK).contains(replace);

    Answer refused = server.run(LINK.replace(replace, by));

    assertThat(refused.errors()).containsExactly(number, 41152);
    assertThat(refused.messages.get(0).text()).contains("secondary AG 'mi' configuration");
    assertThat(server.server.groups).containsOnlyKeys("ag");
  }

  @Test
  void aLinkHasOneDatabase() {
    TestServer server = server();
    server.ok(
        "CREATE AVAILABILITY GROUP ag WITH (CLUSTER_TYPE = NONE) FOR DATABASE db1, db2" + REPLICA);
    assertThat(server.run(LINK).errors()).containsExactly(47502, 41152);
    server.ok("ALTER AVAILABILITY GROUP ag REMOVE DATABASE db2");
    server.ok(LINK);

    Answer refused = server.run("ALTER AVAILABILITY GROUP ag ADD DATABASE db2");

    assertThat(refused.errors()).containsExactly(47503);
    assertThat(refused.messages.get(0).text())
        .startsWith("AG 'ag' already contains one database")
        .contains("distributed availability group 'link'");
    assertThat(server.server.databases.get("db2").group).isNull();
  }

  @Test
  void aBasicGroupCarriesNoDistributedOne() {
    TestServer server = server();
    server.ok("CREATE AVAILABILITY GROUP ag WITH (BASIC) FOR DATABASE db1" + REPLICA);
    assertThat(server.run(LINK).errors()).containsExactly(19513, 41152);
  }

  @Test
  void whatAPlainGroupDoesIsNotForADistributedOne() {
    TestServer server = server();
    server.ok("CREATE AVAILABILITY GROUP ag WITH (CLUSTER_TYPE = NONE) FOR DATABASE db1" + REPLICA);
    server.ok(LINK);
    for (String action :
        new String[] {"ADD DATABASE db2", "REMOVE DATABASE db1", "SET (DB_FAILOVER = ON)"}) {
      assertThat(server.run("ALTER AVAILABILITY GROUP link " + action).errors())
          .as(action)
          .containsExactly(50993);
    }
  }

  @Test
  void aCopyThatIsInAnotherGroupDoesNotJoin() {
    var g = new GroupFixture().created(SYNC);
    g.b.ok(JOIN);
    g.b.database("Sales").lastLogBackupLsn = BigInteger.TEN;
    g.b.ok(
        "CREATE AVAILABILITY GROUP H WITH (CLUSTER_TYPE = NONE) FOR DATABASE Sales REPLICA ON "
            + GroupFixture.replica("B", MirrorFixture.B, SYNC));

    assertThat(g.b.run(ENTER).errors()).containsExactly(35259);
  }

  @Test
  void theErrorLogsTellHowASeedingEnds() {
    var g = new GroupFixture().created(SYNC + ", SEEDING_MODE = AUTOMATIC");
    g.f.world.settings.seedingBytesPerSecond = 1;
    g.b.ok(JOIN);
    g.f.pass();
    assertThat(log(g.b)).as("no grant").contains("Error: 19506, Severity: 16, State: 1.");

    g.b.ok(GRANT);
    g.f.pass();
    g.f.network.cut("B");
    g.f.pass();
    assertThat(log(g.a))
        .contains(
            "Automatic seeding of availability database 'Sales' in availability group 'G' failed"
                + " with a transient error. The operation will be retried.");

    g.f.network.mend("B");
    g.f.pass();
    g.a.ok("ALTER AVAILABILITY GROUP G MODIFY REPLICA ON 'B' WITH (SEEDING_MODE = MANUAL)");
    g.f.pass();
    assertThat(log(g.a))
        .contains(
            "Automatic seeding of availability database 'Sales' in availability group 'G'"
                + " failed.");

    g.b.database("Sales");
    g.a.ok("ALTER AVAILABILITY GROUP G MODIFY REPLICA ON 'B' WITH (SEEDING_MODE = AUTOMATIC)");
    g.f.pass();
    assertThat(log(g.a)).contains("failed with an unrecoverable error. Correct the problem");
  }

  private static String log(TestServer server) {
    return String.join("\n", server.server.errorLog.lines().stream().map(l -> l.text()).toList());
  }
}
