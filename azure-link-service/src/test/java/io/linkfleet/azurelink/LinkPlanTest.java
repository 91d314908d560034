package io.linkfleet.azurelink;

import static io.linkfleet.testing.PlanText.assertGolden;
import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.azure.Azure;
import io.linkfleet.azure.AzureFailure;
import io.linkfleet.azurelink.LinkState.Asked;
import io.linkfleet.azurelink.LinkState.Stage;
import io.linkfleet.event.LinkEvent.DagCreated;
import io.linkfleet.event.Samples;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan for every named starting state, as a person would review it. */
class LinkPlanTest {
  static final DagCreated WANTED =
      new DagCreated(
          Samples.link(), Samples.trust(), Samples.endpoint(), Samples.groups(), Samples.AT);

  private static final Azure.Instance INSTANCE =
      new Azure.Instance(
          Samples.link().instance().subscription(),
          "rg-data-west",
          "mi-west",
          "mi-west.6d710bcf372b.database.windows.net",
          "westeurope",
          "SQL_Latin1_General_CP1_CI_AS",
          "Ready");

  private static final String ADDRESS = "https://management.azure.com/operation/1?api-version=x";
  private static final Azure.Operation RUNNING = new Azure.Operation.Running(ADDRESS);

  /** A starting state, named by the golden file; built up from an empty instance. */
  private record Given(
      Azure.Link link, boolean taken, String rival, Duration age, Azure.Operation operation) {
    static Given emptyInstance() {
      return new Given(null, false, null, null, null);
    }

    Given link(String state) {
      return link("Sales", "tcp://10.10.1.11:5022", state);
    }

    Given link(String ofDatabase, String endpoint, String state) {
      var there = new Azure.Link("/id", "DAG_Sales_mi_west", ofDatabase, endpoint, state);
      return new Given(there, taken, rival, age, operation);
    }

    Given database() {
      return new Given(link, true, rival, age, operation);
    }

    Given rival(String name) {
      return new Given(link, taken, name, age, operation);
    }

    Given asked(Duration ago) {
      return new Given(link, taken, rival, ago, operation);
    }

    Given operation(Azure.Operation now) {
      return new Given(link, taken, rival, age == null ? Duration.ofSeconds(8) : age, now);
    }

    Given failed(String code, String message) {
      return operation(new Azure.Operation.Failed(code, message));
    }

    Plan plan() {
      return LinkPlan.of(
          WANTED,
          new LinkState(
              Optional.of(INSTANCE),
              Optional.ofNullable(link),
              taken,
              Optional.ofNullable(rival),
              Optional.ofNullable(age)
                  .map(a -> new Asked(Samples.AT, 0, operation == null ? null : ADDRESS)),
              age == null ? Duration.ZERO : age,
              Optional.ofNullable(operation)));
    }
  }

  private static Asked remembered(Plan plan) {
    return Asked.read(((Plan.Waiting) plan).carried()).orElseThrow();
  }

  private static Given given() {
    return Given.emptyInstance();
  }

  @Test
  void aLinkIsCreatedWhereNothingIs() {
    assertGolden("nothing-there", given().plan());
  }

  @Test
  void anInstanceThatIsMissingBlocks() {
    var nothing =
        new LinkState(
            Optional.empty(), Optional.empty(), false, Optional.empty(), Optional.empty(),
            Duration.ZERO, Optional.empty());
    assertGolden("no-instance", LinkPlan.of(WANTED, nothing));
  }

  @Test
  void aLinkThatReplicatesIsUsedAsItIs() {
    assertGolden("replicating", given().link("LinkSynchronizing").plan());
    assertGolden("replicating", given().link("Catchup").plan());
    assertGolden("replicating", given().link("LinkFailoverInProgress").plan());
    assertGolden(
        "replicating",
        given().link("LinkSynchronizing").operation(new Azure.Operation.Succeeded()).plan());
    assertGolden(
        "replicating",
        given().link("LinkSynchronizing").operation(new Azure.Operation.Unknown()).plan());
  }

  @Test
  void aCreationThatRunsIsWaitedFor() {
    assertGolden("accepted-not-listed", given().operation(RUNNING).plan());
    assertGolden("creating", given().link("CreatingLink").operation(RUNNING).plan());
    assertGolden("replicating-operation-runs", given().link("Catchup").operation(RUNNING).plan());
  }

  @Test
  void aCreationFoundAfterACrashIsWaitedForWithoutItsOperation() {
    assertGolden(
        "creating-after-crash", given().link("CreatingLink").asked(Duration.ZERO).plan());
  }

  @Test
  void aLinkOfThatNameForSomethingElseBlocks() {
    assertGolden(
        "other-database", given().link("Stock", "TCP://10.10.1.11:5022", "Catchup").plan());
    assertGolden(
        "other-server", given().link("Sales", "TCP://10.10.1.99:5022", "Catchup").plan());
  }

  @Test
  void aDatabaseThatIsThereAlreadyBlocksBeforeAnyWrite() {
    assertGolden("database-there", given().database().plan());
    assertGolden("database-of-another-link", given().database().rival("DAG_other").plan());
  }

  @Test
  void aDatabaseThatOurOwnRequestMayHaveMadeIsLookedAtAgainFirst() {
    Plan soon = given().database().asked(Duration.ofSeconds(20)).plan();
    assertGolden("database-there-just-asked", soon);
    Plan late = given().database().asked(LinkPlan.SETTLED).plan();
    assertThat(late).isInstanceOf(Plan.Blocked.class);
  }

  @Test
  void anOperationThatVanishedWithItsLinkIsBegunAgain() {
    var vanished = given().operation(new Azure.Operation.Unknown());
    assertGolden("vanished-just-asked", vanished.plan());
    assertGolden("nothing-there", vanished.asked(LinkPlan.SETTLED).plan());
  }

  @Test
  void anOperationThatSucceededWithoutALinkIsLookedAtAgainAndThenForgotten() {
    Given succeeded = given().operation(new Azure.Operation.Succeeded());
    assertGolden("succeeded-not-listed", succeeded.plan());
    assertThat(remembered(succeeded.plan()).address()).isEqualTo(ADDRESS);
    Given longAgo = succeeded.asked(Duration.ofDays(2));
    assertGolden("succeeded-not-listed", longAgo.plan());
    assertThat(remembered(longAgo.plan()).address()).isNull();
  }

  @Test
  void aFailureThatPassesWaitsAndThenCreatesAgain() {
    Plan plan = given().failed("ManagedInstanceIsBusy", "The instance is busy.").plan();
    assertGolden("failed-busy", plan);
    assertThat(remembered(plan).failures()).isEqualTo(1);
    assertThat(remembered(plan).address()).as("the operation is over").isNull();
    assertGolden("nothing-there", given().asked(Duration.ofSeconds(20)).plan());
  }

  @Test
  void aRequestThatIsTakenTwiceOnlyNeedsALook() {
    assertGolden(
        "failed-exists",
        given().link("CreatingLink").failed("NameAlreadyExists", "It exists.").plan());
  }

  @Test
  void aCreationThatFailedForGoodBlocks() {
    assertGolden(
        "failed-no-space",
        given().failed("NoMoreSpaceInManagedInstance", "Not enough space.").plan());
    assertGolden("failed-unheard-of", given().failed("Unheard", "No idea.").plan());
    assertGolden("failed-canceled", given().failed("canceled", "").plan());
    assertGolden("failed-database", given().failed("RemoteDatabaseExists", "Sales.").plan());
  }

  @Test
  void aLinkInAnErrorStateBlocksWhateverItsOperationClaims() {
    Given initError = given().link("LinkInitError");
    assertGolden("init-error-unexplained", initError.plan());
    assertGolden(
        "init-error-unexplained", initError.operation(new Azure.Operation.Succeeded()).plan());
    assertGolden(
        "init-error-41974",
        initError.failed("LinkFailed", "Error 41974 occurred on the link.").plan());
    assertGolden(
        "creation-error-1412", given().link("LinkCreationError").failed("1412", "Log.").plan());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "41962", "41973", "41974", "41976", "41986", "47521", "41977", "1408", "1412"
      })
  void everyNumberOfAFailedLinkIsExplainedWithCauseAndNextAction(String number) {
    Plan.Blocked plan =
        (Plan.Blocked) given().link("LinkInitError").failed(number, "Said so.").plan();
    assertThat(plan.reason()).isEqualTo(Reason.LINK_FAILED);
    assertThat(plan.sentence()).contains(number).contains("Said so.");
    assertThat(plan.sentence().length()).as("a cause in words").isGreaterThan(120);
    assertThat(plan.nextAction())
        .contains("Remove-AzSqlInstanceLink")
        .contains("'DAG_Sales_mi_west'")
        .contains("ask again");
  }

  @ParameterizedTest
  @CsvSource({
    "PERMANENT, 400, ManagedDatabaseNameInUse, LINK_CONFLICT",
    "PERMANENT, 409, RemoteDatabaseExists, LINK_CONFLICT",
    "PERMANENT, 400, InvalidCollation, REQUEST_REFUSED",
    "PERMANENT, 400, UnableToResolveRemoteServer, REQUEST_REFUSED",
    "NOT_FOUND, 404, ResourceNotFound, INSTANCE_NOT_FOUND",
    "NOT_FOUND, 404, SubscriptionNotFound, INSTANCE_NOT_FOUND"
  })
  void refusalsAreExplained(AzureFailure.Kind kind, int status, String code, Reason reason) {
    var failure = new AzureFailure(kind, status, code, null, "creating", "No.", null);
    Plan.Blocked plan = (Plan.Blocked) LinkPlan.refused(WANTED, failure).orElseThrow();
    assertThat(plan.reason()).isEqualTo(reason);
    assertThat(plan.sentence()).contains(code).contains("mi-west");
    assertThat(plan.nextAction()).endsWith("ask again.");
  }

  @ParameterizedTest
  @CsvSource({
    "THROTTLED, 429, ''",
    "UNREACHABLE, 503, ''",
    "PERMISSION, 403, AuthorizationFailed",
    "PERMANENT, 400, SomethingNew"
  })
  void whatIsNotKnownBetterIsLeftToTheCommonTable(AzureFailure.Kind kind, int s, String code) {
    var failure = new AzureFailure(kind, s, code, null, "creating", "No.", null);
    assertThat(LinkPlan.refused(WANTED, failure)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, PT0.25S", "PT2S, PT0.25S", "PT8S, PT1S", "PT2M, PT15S", "PT8M, PT1M", "P3D, PT1M"
  })
  void looksAreSoonAtFirstAndLaterLessOften(Duration age, Duration lookAgain) {
    assertThat(LinkPlan.lookAgain(age)).isEqualTo(lookAgain);
  }

  @ParameterizedTest
  @CsvSource({
    "CreatingLink, CREATING",
    "LinkSynchronizing, REPLICATING",
    "Catchup, REPLICATING",
    "LinkFailoverInProgress, REPLICATING",
    "LinkInitError, FAILED",
    "LinkCreationError, FAILED",
    "LinkFailoverError, FAILED",
    "'', UNSAID",
    ", UNSAID"
  })
  void statesAreRecognisedWhateverTheyAreCalled(String state, Stage stage) {
    assertThat(LinkState.stage(new Azure.Link("", "", "", "", state))).isEqualTo(stage);
  }

  @Test
  void whatIsRememberedIsReadBackAndNonsenseIsNothing() {
    Asked with = new Asked(Samples.AT, 2, ADDRESS + "&t=a b");
    assertThat(Asked.read(with.text())).contains(with);
    assertThat(Asked.read(with.withoutOperation().text())).contains(with.withoutOperation());
    assertThat(Asked.read(null)).isEmpty();
    assertThat(Asked.read("")).isEmpty();
    assertThat(Asked.read("https://somewhere else 1")).isEmpty();
    assertThat(Asked.read(Samples.AT + " many")).isEmpty();
  }
}
