package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.acceptance.faults.FaultWorld.Server;
import io.linkfleet.acceptance.faults.Http.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names that look like something else: they stay names, or are refused where they come in. */
@ExtendWith(SharedStack.class)
class NamesExperiment {
  private static ObjectNode fleet(String name, Server server, int offset) {
    ObjectNode fleet = OddNames.JSON.createObjectNode();
    fleet.put("name", name).put("subscription", FaultWorld.SUBSCRIPTION);
    fleet.putObject("defaults").put("credentials", "sql-admin").put("instance", "mi-one");
    ObjectNode one = fleet.putArray("servers").addObject();
    one.put("name", server.name()).put("host", "localhost").put("port", server.port(offset));
    one.put("endpointHost", server.address());
    return fleet;
  }

  private static ObjectNode server(ObjectNode fleet) {
    return (ObjectNode) fleet.path("servers").path(0);
  }

  @Test
  void oddNamesMakeTheStatementsOfAPlainOne(Stack stack) {
    Run run = Run.begin("names-odd", stack, List.of(stack.odd()));
    ObjectNode fleet = fleet("names-odd", stack.odd(), stack.offset());
    server(fleet).putObject("options").put("allowEndpointChange", true);
    ArrayNode databases = server(fleet).putArray("databases").add(OddNames.PLAIN);
    OddNames.DATABASES.forEach(databases::add);

    run.ask(text(fleet));

    run.judge();
    Map<String, Link> links =
        run.links().stream().collect(Collectors.toMap(Link::database, link -> link));
    assertThat(links).hasSize(OddNames.DATABASES.size() + 1);
    Set<List<String>> plain = statements(run, links.get(OddNames.PLAIN));
    assertThat(plain).hasSizeGreaterThanOrEqualTo(3);
    assertThat(OddNames.DATABASES)
        .allSatisfy(name -> assertThat(statements(run, links.get(name))).isEqualTo(plain));
    // whatever was said about them, no other database was ever meant
    Set<String> known =
        run.links().stream().map(Link::database).collect(Collectors.toSet());
    assertThat(run.effects())
        .filteredOn(Effect::isChange)
        .filteredOn(effect -> effect.text().matches("(?s)(ALTER|BACKUP|DROP) DATABASE.*"))
        .allSatisfy(
            effect -> assertThat(Tokens.values(effect.text()).get(0)).isIn(known));
  }

  /** The shapes of what changed a server for this link. */
  private static Set<List<String>> statements(Run run, Link link) {
    Set<String> its = Set.of(link.database(), link.group(), link.distributedGroup());
    return run.effects().stream()
        .filter(effect -> effect.kind().equals("CHANGE") && effect.succeeded())
        .filter(effect -> Tokens.values(effect.text()).stream().anyMatch(its::contains))
        .map(effect -> Tokens.of(effect.text()))
        .collect(Collectors.toSet());
  }

  @Test
  void theComparisonSeesAStatementThatANameHasSplit() {
    List<String> right = Tokens.of("BACKUP DATABASE [a]]; DROP DATABASE x--] TO DISK = N'f'");
    List<String> split = Tokens.of("BACKUP DATABASE [a]; DROP DATABASE x--] TO DISK = N'f'");

    assertThat(right).isEqualTo(Tokens.of("BACKUP DATABASE [a] TO DISK = N'a''b'"));
    assertThat(split).isNotEqualTo(right);
  }

  @Test
  void anOddLabelAndAnOddDirectoryStayWhereTheyBelong(Stack stack) {
    Server server = stack.take(1).get(0);
    Run run = Run.begin("names-label", stack, List.of(server));
    ObjectNode fleet = fleet("names-label", server, stack.offset());
    server(fleet).put("name", OddNames.LABEL);
    server(fleet).putObject("options").put("backupDirectory", OddNames.DIRECTORY);
    server(fleet).putArray("databases").add(server.database(2));
    Set<String> before = stack.secrets();

    run.ask(text(fleet));
    run.awaitEnd();

    assertThat(stack.secrets())
        .as("the password of the master key is one of its own")
        .containsAll(before)
        .hasSize(before.size() + 1);
    Link link = run.links().get(0);
    assertThat(findings(run, stack, known(link, server.name(), link.database()))).isEmpty();
  }

  /** The same link under the names that the server itself knows. */
  private static Link known(Link link, String server, String database) {
    return new Link(
        link.id(),
        link.generation(),
        server,
        database,
        link.instance(),
        link.group(),
        link.distributedGroup(),
        link.pair());
  }

  private static List<String> findings(Run run, Stack stack, Link knownAs) {
    Evidence seen = run.evidence();
    List<Link> known = new ArrayList<>(seen.known());
    known.add(knownAs);
    return stack
        .judge()
        .findings(
            new Evidence(
                seen.links(),
                known,
                seen.effects(),
                seen.said(),
                seen.logs(),
                seen.answers(),
                seen.secrets()),
            Expectations.NONE);
  }

  @Test
  void aNameInAnotherCaseMeansTheDatabaseAsItsServerSpellsIt(Stack stack) {
    Run run = Run.begin("names-case", stack, List.of(stack.odd()));
    ObjectNode fleet = fleet("names-case", stack.odd(), stack.offset());
    server(fleet).putObject("options").put("allowEndpointChange", true);
    server(fleet).putArray("databases").add(OddNames.CASE.toLowerCase(Locale.ROOT));

    run.ask(text(fleet));

    run.awaitEnd();
    Link link = run.links().get(0);
    assertThat(findings(run, stack, known(link, stack.odd().name(), OddNames.CASE))).isEmpty();
  }

  /** A value that is refused, and its path. */
  record Refused(String path, Consumer<ObjectNode> wrong) {
    @Override
    public String toString() {
      return path;
    }
  }

  private static Refused at(String field, String value) {
    return new Refused("servers[0]." + field, fleet -> server(fleet).put(field, value));
  }

  private static Refused database(String name) {
    return new Refused(
        "servers[0].databases[0]", fleet -> server(fleet).putArray("databases").add(name));
  }

  static List<Refused> refused() {
    List<Refused> all = new ArrayList<>();
    for (String name :
        List.of(
            "n".repeat(129), "", " x", "x ", "\u00a0x\t", "x\0y", "\ud800", "x\udc00", "master")) {
      all.add(database(name));
    }
    List<String> odd = new ArrayList<>(OddNames.DATABASES);
    odd.addAll(List.of("", " ", "x\0y", "a\nb", "\ud800"));
    for (String name : odd) {
      all.add(at("instance", name));
      if (!name.matches("n+")) { // which a host may be called
        all.add(at("host", name));
        all.add(at("endpointHost", name));
      }
      all.add(at("credentials", name));
      all.add(new Refused("name", fleet -> fleet.put("name", name)));
      all.add(new Refused("subscription", fleet -> fleet.put("subscription", name)));
    }
    for (String label : List.of("", "a\nb", "x\0y", "n".repeat(65), "\ud800")) {
      all.add(at("name", label));
    }
    for (String directory : List.of("", "a\nb", "x\0y", "n".repeat(241), "\udfff")) {
      all.add(
          new Refused(
              "servers[0].options.backupDirectory",
              fleet -> server(fleet).putObject("options").put("backupDirectory", directory)));
    }
    all.add(
        new Refused(
            "servers[0].databases[1]",
            fleet -> server(fleet).putArray("databases").add("Sales").add("SALES")));
    all.add(
        new Refused(
            "defaults.names.availabilityGroup",
            fleet ->
                ((ObjectNode) fleet.path("defaults"))
                    .putObject("names")
                    .put("availabilityGroup", "{nobody}]; DROP DATABASE x--")));
    return all;
  }

  @Test
  void whatCannotBeANameIsRefusedAtTheDoorWithItsPath(Stack stack) {
    Server server = stack.odd();
    Run run = Run.begin("names-refused", stack, List.of(server));
    List<String> wrong = new ArrayList<>();
    for (Refused refused : refused()) {
      ObjectNode fleet = fleet("names-refused", server, stack.offset());
      server(fleet).putArray("databases").add(OddNames.PLAIN);
      refused.wrong().accept(fleet);
      Answer answer = post(stack, fleet, "");
      boolean told =
          answer.status() == 400
              && answer.json().path("errors").findValuesAsText("path").contains(refused.path());
      if (!told) {
        wrong.add(refused.path() + ": " + fleet + ": " + answer);
      }
    }
    assertThat(wrong).isEmpty();
    run.judge();
    assertThat(run.effects()).noneMatch(Effect::isChange);
    ObjectNode good = fleet("names-refused", server, stack.offset());
    server(good).putArray("databases").add(OddNames.PLAIN);
    assertThat(post(stack, good, "?dryRun=true").status()).as("the control").isEqualTo(200);
  }

  private static Answer post(Stack stack, ObjectNode fleet, String query) {
    return Http.post(
        stack.monitor().resolve("/rollouts" + query), "application/json", text(fleet));
  }

  private static String text(ObjectNode fleet) {
    try {
      return OddNames.JSON.writeValueAsString(fleet);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
