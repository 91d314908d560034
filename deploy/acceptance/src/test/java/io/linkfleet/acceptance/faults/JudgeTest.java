package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.acceptance.faults.Bus.Said;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The control of every check: a good run passes, and one that was doctored does not. */
class JudgeTest {
  private static final Instant BEGAN = Instant.parse("2030-01-01T00:00:00Z");
  private static final String SECRET = "Very-Secret-1";
  private static final Link LINK =
      new Link(
          "sql01.sales.1", 1, "SQL01", "Sales", "mi-one", "AG_Sales", "DAG_Sales_mi_one", null);
  private static final String PUT =
      "PUT /managedInstances/mi-one/distributedAvailabilityGroups/DAG_Sales_mi_one?v=1";

  private final List<Effect> effects = new ArrayList<>();
  private final List<Said> said = new ArrayList<>();
  private final Map<String, List<String>> logs = new LinkedHashMap<>();
  private final Map<String, String> answers = new LinkedHashMap<>();

  JudgeTest() {
    happened("SQL01", "QUERY", "SELECT name FROM sys.certificates", "OK");
    happened("SQL01", "CHANGE", "CREATE CERTIFICATE [MicrosoftPKI] FROM BINARY = 0x01", "OK");
    happened("SQL01", "CHANGE", "EXEC sp_certificate_add_issuer @root, N'*.x'", "OK");
    happened("SQL01", "CHANGE", "CREATE AVAILABILITY GROUP [AG_Sales]", "OK");
    happened("SQL01", "CHANGE", backup("20300101T000000Z"), "OK");
    happened("mi-one", "AZURE_WRITE", PUT, "OK");
    happened("mi-one", "NETWORK", "link DAG_Sales_mi_one: connected to SQL01", "OK");
    Bus.WAY.forEach(topic -> said(topic, "\"at\":\"" + BEGAN + "\""));
    logs.put("ag-service", new ArrayList<>(List.of("2030-01-01 00:00:00,1 INFO  all is well")));
    answers.put("GET /links", "{}");
  }

  private static String backup(String time) {
    return "BACKUP DATABASE [Sales] TO DISK = N'C:\\Backup\\Sales_0123abcd_" + time + ".bak'";
  }

  private void happened(String where, String kind, String text, String outcome) {
    long next = effects.size() + 1L;
    effects.add(new Effect(next, BEGAN, where, "linkfleet", kind, text, outcome));
  }

  private void said(String topic, String more) {
    String text = "{\"link\":{\"generation\":1}," + more + "}";
    said.add(
        new Said(
            topic,
            0,
            said.size(),
            BEGAN.plusSeconds(said.size()),
            LINK.id(),
            Map.of(),
            text.getBytes(StandardCharsets.UTF_8)));
  }

  private void unsaid(String topic) {
    said.removeIf(one -> one.topic().equals(topic));
  }

  private static final Set<String> STATEMENTS = new JudgeTest().shapes();

  private Set<String> shapes() {
    Shapes shapes = new Shapes(List.of(LINK));
    return effects.stream().filter(Effect::isSent).map(shapes::of).collect(Collectors.toSet());
  }

  private List<String> judged() {
    return judged(Expectations.NONE);
  }

  private List<String> judged(Expectations expected) {
    return new Judge(STATEMENTS)
        .findings(
            new Evidence(
                List.of(LINK), List.of(LINK), effects, said, logs, answers, Set.of(SECRET)),
            expected);
  }

  @Test
  void aGoodRunPasses() {
    assertThat(judged()).isEmpty();
  }

  @Test
  void aLinkThatIsNeitherConnectedNorBlockedIsLost() {
    unsaid("replica-connected");

    assertThat(judged()).singleElement().asString().contains("nothing lost", "is lost");
  }

  @Test
  void aLinkOfAnotherGenerationDoesNotCount() {
    said.removeIf(one -> one.topic().equals("replica-connected"));
    said.add(
        new Said(
            "replica-connected",
            0,
            99,
            BEGAN.plusSeconds(99),
            LINK.id(),
            Map.of(),
            "{\"link\":{\"generation\":7}}".getBytes(StandardCharsets.UTF_8)));

    assertThat(judged()).singleElement().asString().contains("is lost");
  }

  @Test
  void aMirroredPairHasNoGroupsAndASessionOfItsOwn() {
    Link pair =
        new Link(
            LINK.id(), 1, "SQL01", "Sales", "SQL02", "", "",
            new FaultWorld.Pair(
                new FaultWorld.Server(1), new FaultWorld.Server(2), null, List.of("Sales")));
    unsaid("dag-created");
    assertThat(judged(pair)).singleElement().asString().contains("said to be connected");
    happened("SQL02", "CHANGE", "ALTER DATABASE [Sales] SET PARTNER = 'TCP://a:1'", "OK");
    assertThat(judged(pair)).as("the mirror waits").singleElement().asString().contains("and is");

    happened("SQL01", "CHANGE", "ALTER DATABASE [Sales] SET PARTNER = 'TCP://b:1'", "OK");

    assertThat(judged(pair)).isEmpty();
    assertThat(judged()).as("a link has groups").anyMatch(it -> it.contains("dag-created"));
  }

  @Test
  void aPairWithGroupsIsConnectedOnceThePartnerHasJoined() {
    Link pair =
        new Link(
            LINK.id(), 1, "SQL01", "Sales", "SQL02", "AG_Sales", "DAG_Sales_SQL02",
            new FaultWorld.Pair(
                new FaultWorld.Server(1), new FaultWorld.Server(2), null, List.of("Sales"),
                "distributed-availability-group"));
    unsaid("dag-created");
    happened("SQL02", "CHANGE", "ALTER AVAILABILITY GROUP [AG_Other] JOIN", "OK");
    happened("SQL02", "CHANGE", "ALTER AVAILABILITY GROUP [DAG_Sales_SQL02] JOIN", "47106");
    assertThat(judged(pair)).singleElement().asString().contains("said to be connected");

    happened("SQL02", "CHANGE", "ALTER AVAILABILITY GROUP [DAG_Sales_SQL02] JOIN", "OK");

    assertThat(judged(pair)).isEmpty();
  }

  private List<String> judged(Link link) {
    return Stream.of(new NothingLost(), new InOrder())
        .flatMap(
            check ->
                check.findings(
                    new Evidence(
                        List.of(link), List.of(link), effects, said, logs, answers, Set.of()),
                    Expectations.NONE))
        .toList();
  }

  @Test
  void aBlockMustBeExpectedAndSayWhatToDo() {
    unsaid("replica-connected");
    said("link-blocked", "\"reason\":\"TLS\",\"sentence\":\"No.\",\"nextAction\":\"Do it.\"");
    assertThat(judged()).singleElement().asString().contains("which was not expected");
    assertThat(judged(Expectations.NONE.blocks("TLS"))).isEmpty();

    unsaid("link-blocked");
    said("link-blocked", "\"reason\":\"TLS\",\"sentence\":\"No.\",\"nextAction\":\"\"");
    assertThat(judged(Expectations.NONE.blocks("TLS")))
        .singleElement()
        .asString()
        .contains("without a reason or a next action");
  }

  @Test
  void aConnectionThatIsOnlyClaimedIsALie() {
    effects.removeIf(one -> one.kind().equals("NETWORK"));

    assertThat(judged()).singleElement().asString().contains("said to be connected and is not");
  }

  @Test
  void whatAPersonDropsMayBeMadeOnceMoreAndNotWhatAServiceDrops() {
    String group = " AVAILABILITY GROUP [AG_Sales]";
    byHand("SQL01", "DROP" + group);
    happened("SQL01", "CHANGE", "CREATE" + group, "OK");
    assertThat(judged(Expectations.NONE.hand(Dba.LOGIN))).isEmpty();
    assertThat(judged())
        .as("nobody said that a person is at work")
        .anySatisfy(it -> assertThat(it).contains("nothing twice", "succeeded 2 times"));

    happened("SQL01", "CHANGE", "CREATE" + group, "OK");
    assertThat(judged(Expectations.NONE.hand(Dba.LOGIN)))
        .as("made once too often")
        .singleElement()
        .asString()
        .contains("nothing twice", "succeeded 2 times");
  }

  private void byHand(String server, String text) {
    long next = effects.get(effects.size() - 1).sequence() + 1;
    effects.add(
        new Effect(next, BEGAN.plusSeconds(next), server, Dba.LOGIN, "CHANGE", text, "OK"));
  }

  @Test
  void aStatementThatSucceedsTwiceIsFound() {
    happened("SQL01", "CHANGE", "CREATE AVAILABILITY GROUP [AG_Sales]", "OK");

    assertThat(judged()).singleElement().asString().contains("nothing twice", "AG_Sales");
  }

  @Test
  void whatTwoStacksMayEachAskForIsFoundWhenOneDoesTwice() {
    Expectations each = Expectations.NONE.twice(new Shapes(List.of(LINK)).of(PUT));
    happened("mi-one", "AZURE_WRITE", PUT, "OK");
    assertThat(judged(each)).isEmpty();
    assertThat(judged()).singleElement().asString().contains("succeeded 2 times");

    happened("mi-one", "AZURE_WRITE", PUT, "OK");

    assertThat(judged(each)).singleElement().asString().contains("succeeded 3 times");
  }

  @Test
  void aStatementThatFailedMayBeRepeated() {
    effects.add(
        0,
        new Effect(
            0,
            BEGAN,
            "SQL01",
            "linkfleet",
            "CHANGE",
            "CREATE AVAILABILITY GROUP [AG_Sales]",
            "262 CREATE permission denied"));

    assertThat(judged()).isEmpty();
  }

  @Test
  void aSecondBackupIsFoundThoughItsFileHasAnotherName() {
    happened("SQL01", "CHANGE", backup("20300101T000107Z"), "OK");

    assertThat(judged()).singleElement().asString().contains("nothing twice", "BACKUP");
  }

  @Test
  void aRootThatIsTrustedTwiceIsFound() {
    happened("SQL01", "CHANGE", "EXEC sp_certificate_add_issuer @root, N'*.x'", "OK");

    assertThat(judged()).singleElement().asString().contains("an issuer was added more often");
  }

  @Test
  void aSecondWriteToAzureIsFoundUnlessTheFirstFailed() {
    happened("mi-one", "AZURE_WRITE", PUT, "OK");
    assertThat(judged()).singleElement().asString().contains("nothing twice", "PUT");

    effects.remove(effects.size() - 1);
    happened("mi-one", "AZURE_OPERATION", "CreateManagedInstanceLink DAG_Sales_mi_one", "41976");
    happened("mi-one", "AZURE_WRITE", PUT, "OK");
    assertThat(judged()).isEmpty();
  }

  @Test
  void aStatementOnANameThatNobodyAskedForIsFound() {
    happened("SQL01", "CHANGE", "CREATE AVAILABILITY GROUP [AG_Other]", "OK");

    assertThat(judged()).singleElement().asString().contains("never expected", "AG_Other");
  }

  @Test
  void theStatementsOfAPersonAreTheirOwnBusiness() {
    effects.add(
        new Effect(99, BEGAN, "SQL01", "dba", "CHANGE", "DROP DATABASE [Sales]", "OK"));

    assertThat(judged()).singleElement().asString().contains("DROP DATABASE");
    assertThat(judged(Expectations.NONE.hand("dba"))).isEmpty();
  }

  @Test
  void aChangeOfOneExperimentIsExpectedThereAlone() {
    effects.add(
        new Effect(
            99, BEGAN, "SQL01", "linkfleet", "CHANGE",
            "ALTER DATABASE [Sales] SET PARTNER OFF", "OK"));

    assertThat(judged()).singleElement().asString().contains("SET PARTNER OFF");
    assertThat(judged(Expectations.NONE.changes("ALTER DATABASE [{database}] SET PARTNER OFF")))
        .isEmpty();
    assertThat(judged(Expectations.NONE.changes("ALTER DATABASE [{database}] SET OFFLINE")))
        .hasSize(1);
  }

  @Test
  void phasesOutOfOrderAreFound() {
    unsaid("endpoint-ready");
    assertThat(judged()).anyMatch(it -> it.contains("dag-created without endpoint-ready"));

    said("endpoint-ready", "\"at\":0");
    assertThat(judged()).anyMatch(it -> it.contains("dag-created came before what leads"))
        .allMatch(it -> it.startsWith("phases in order"));
  }

  @Test
  void aSecretIsFoundInWhateverPlaceAndForm() {
    logs.get("ag-service").add("2030-01-01 00:00:00,2 INFO  with " + SECRET);
    answers.put("GET /links", "{\"password\":\"" + SECRET + "\"}");
    said("link-step", "\"statement\":\"" + SECRET + "\"");
    effects.add(
        new Effect(99, BEGAN, "SQL01", "linkfleet", "NETWORK", "x", "refused for " + SECRET));
    assertThat(judged())
        .allMatch(it -> it.startsWith("no secret: a secret is in "))
        .hasSize(4);
  }

  @Test
  void anErrorInALogIsFoundUnlessItIsExplained() {
    logs.get("ag-service").add("2030-01-01 00:00:00,2 ERROR [io.x] broken");

    assertThat(judged()).singleElement().asString().contains("ag-service logged", "broken");
    assertThat(judged(Expectations.NONE.error("bro.en"))).isEmpty();
  }
}
