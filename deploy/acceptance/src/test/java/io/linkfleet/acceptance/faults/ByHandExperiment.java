package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A person changes servers while links are made on them: nobody fights with a person, the link says
 * what is in its way, and asking again goes on.
 */
@ExtendWith(SharedStack.class)
class ByHandExperiment {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** So that a person comes in between. */
  private static final String SLOW =
      "{\"latency\":{\"CREATE AVAILABILITY GROUP\":\"PT3S\",\"CREATE CERTIFICATE\":\"PT3S\"},"
          + "\"initTimeout\":\"PT3S\"}";

  @Test
  @Tag("long")
  void whatAPersonChangesMeanwhileIsSaidAndAskingAgainGoesOn(Stack stack) {
    Run run = Run.begin("by-hand", stack, 5);
    Server dropped = run.servers().get(0);
    Server named = run.servers().get(1);
    Server altered = run.servers().get(2);
    Server offline = run.servers().get(3);
    Server left = run.servers().get(4);
    stack.simulator().settings(SLOW);
    run.rollout(1);

    until(run, named, effect -> effect.text().startsWith("CREATE MASTER KEY"));
    String certificate = "[" + link(run, named).instance() + ".0a1b2c3d4e5f.database.windows.net]";
    new Dba(stack, named)
        .run("CREATE CERTIFICATE " + certificate + " WITH SUBJECT = 'made by hand'");
    until(run, altered, effect -> effect.text().startsWith("CREATE ENDPOINT"));
    new Dba(stack, altered)
        .run(
            "ALTER ENDPOINT [database_mirroring_endpoint] FOR DATABASE_MIRRORING"
                + " (ENCRYPTION = REQUIRED ALGORITHM RC4)");
    until(run, offline, effect -> effect.text().startsWith("CREATE ENDPOINT"));
    new Dba(stack, offline).run("ALTER DATABASE [" + offline.database(1) + "] SET OFFLINE");
    String group = "[" + link(run, dropped).group() + "]";
    until(run, dropped, made(group));
    new Dba(stack, dropped).run("DROP AVAILABILITY GROUP " + group);

    run.judge(
        Expectations.NONE
            .blocks("CERTIFICATE_CONFLICT", "DATABASE_STATE", "LINK_FAILED", "STATEMENT_REFUSED")
            .hand(Dba.LOGIN));
    assertThat(run.block(left)).as("the control: nobody touched it").isEmpty();
    assertThat(sentence(run, dropped)).contains(group);
    assertThat(sentence(run, named)).contains(certificate);
    assertThat(sentence(run, altered)).contains("41986");
    assertThat(sentence(run, offline)).contains(offline.database(1));

    new Dba(stack, named).run("DROP CERTIFICATE " + certificate);
    new Dba(stack, offline).run("ALTER DATABASE [" + offline.database(1) + "] SET ONLINE");
    Run again = Run.begin("by-hand", stack, List.of(dropped, named, offline));
    again.rollout(1);
    again.judge();
    assertThat(
            run.effects().stream()
                .filter(effect -> effect.where().equals(dropped.name()))
                .filter(effect -> effect.isChange() && made(group).test(effect)))
        .as("the group was made twice")
        .hasSize(2);
    NothingTwice twice = new NothingTwice();
    assertThat(twice.findings(run.evidence(), Expectations.NONE.hand(Dba.LOGIN)))
        .as("since a person had dropped it")
        .isEmpty();
    assertThat(twice.findings(run.evidence(), Expectations.NONE))
        .as("the control: a judge who knows of no person")
        .anySatisfy(it -> assertThat(it).contains(group));
  }

  private static String sentence(Run run, Server server) {
    return run.block(server).orElseThrow().path("sentence").asText();
  }

  private static Predicate<Effect> made(String group) {
    return effect ->
        effect.text().startsWith("CREATE AVAILABILITY GROUP " + group)
            && !effect.text().contains("DISTRIBUTED");
  }

  private static Link link(Run run, Server server) {
    return run.links().stream()
        .filter(link -> link.server().equals(server.name()))
        .findFirst()
        .orElseThrow();
  }

  private static void until(Run run, Server server, Predicate<Effect> seen) {
    await(server.name())
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                run.effects().stream()
                    .filter(effect -> effect.where().equals(server.name()) && effect.succeeded())
                    .anyMatch(seen));
  }
}
