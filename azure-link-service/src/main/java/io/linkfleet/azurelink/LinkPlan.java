package io.linkfleet.azurelink;

import io.linkfleet.azure.Azure;
import io.linkfleet.azure.AzureFailure;
import io.linkfleet.azurelink.LinkState.Asked;
import io.linkfleet.azurelink.LinkState.Stage;
import io.linkfleet.event.LinkEvent.DagCreated;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Decides what the link of a database still needs on its managed instance. */
final class LinkPlan {
  /** Azure lists a new link, and clears up after a failed one, within about a minute. */
  static final Duration SETTLED = Duration.ofSeconds(60);

  private static final String UNLISTED = " was accepted and Azure does not list it yet";
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration SHORTEST = Duration.ofMillis(250);
  private static final Duration LONGEST = Duration.ofSeconds(60);

  private LinkPlan() {}

  static Plan of(DagCreated wanted, LinkState observed) {
    if (observed.instance().isEmpty()) {
      return noInstance(wanted, "is not among those this identity may read");
    }
    Azure.Instance at = observed.instance().get();
    return observed
        .link()
        .map(link -> listed(wanted, observed, at, link))
        .orElseGet(() -> notListed(wanted, observed, at));
  }

  private static Plan noInstance(DagCreated wanted, String why) {
    var target = wanted.link().instance();
    return new Plan.Blocked(
        Reason.INSTANCE_NOT_FOUND,
        "The managed instance " + target.name() + " of subscription " + target.subscription()
            + " " + why,
        "Correct the instance's name or subscription in the fleet file, or give the identity the"
            + " role that the service's README lists; then ask again.");
  }

  private static Plan notListed(DagCreated wanted, LinkState observed, Azure.Instance at) {
    Azure.Operation operation = observed.operation().orElse(null);
    if (operation instanceof Azure.Operation.Running) {
      return creating(wanted, observed);
    }
    if (operation instanceof Azure.Operation.Failed failed) {
      return failed(wanted, observed, at, failed);
    }
    boolean settling = observed.asked().isPresent() && observed.age().compareTo(SETTLED) < 0;
    if (operation instanceof Azure.Operation.Unknown && settling) {
      return lookSoon(title(wanted) + UNLISTED, carried(observed));
    }
    if (operation instanceof Azure.Operation.Succeeded) {
      // once more after the minute, then what was created has been removed again
      return lookSoon(
          title(wanted) + UNLISTED, settling ? carried(observed) : operationDone(observed));
    }
    if (observed.database() || observed.rival().isPresent()) {
      return taken(wanted, observed, at, settling);
    }
    return new Plan.Steps(
        List.of(
            new Step(
                "Create the link "
                    + wanted.groups().distributedAvailabilityGroup()
                    + " on "
                    + at.name()
                    + " for the database "
                    + wanted.link().database()
                    + " of "
                    + wanted.link().source().name(),
                LinkArm.create(at, wanted))));
  }

  private static Plan taken(
      DagCreated wanted, LinkState observed, Azure.Instance at, boolean settling) {
    String database = wanted.link().database();
    if (settling && observed.rival().isEmpty()) {
      return lookSoon(
          at.name() + " has the database " + database + " already and its link is not listed yet",
          carried(observed));
    }
    return new Plan.Blocked(
        Reason.LINK_CONFLICT,
        observed
            .rival()
            .map(
                rival ->
                    at.name() + ": the link " + rival + " replicates into the database "
                        + database + " already")
            .orElseGet(
                () ->
                    at.name() + " has a database " + database
                        + " already, and no link of Linkfleet"),
        "Remove or rename the database on the instance if it is not needed, or choose another"
            + " instance; then ask again. Nothing was changed.");
  }

  private static Plan listed(
      DagCreated wanted, LinkState observed, Azure.Instance at, Azure.Link link) {
    boolean same =
        Objects.equals(wanted.link().database(), link.database())
            && wanted.endpoint().address().equalsIgnoreCase(link.sourceEndpoint());
    if (!same) {
      return new Plan.Blocked(
          Reason.LINK_CONFLICT,
          "%s has a link %s already, for the database %s from %s; wanted is %s from %s"
              .formatted(
                  at.name(),
                  link.name(),
                  link.database(),
                  link.sourceEndpoint(),
                  wanted.link().database(),
                  wanted.endpoint().address()),
          "If that link is not needed, remove it with "
              + LinkArm.remove(at, link.name())
              + "; otherwise choose another template for the groups' names. Then ask again.");
    }
    Azure.Operation operation = observed.operation().orElse(null);
    Stage stage = LinkState.stage(link);
    if (operation instanceof Azure.Operation.Running) {
      return creating(wanted, observed);
    }
    if (stage == Stage.FAILED) {
      return broken(wanted, at, link, operation);
    }
    if (operation instanceof Azure.Operation.Failed failed) {
      return failed(wanted, observed, at, failed);
    }
    boolean done =
        stage == Stage.REPLICATING
            || stage == Stage.UNSAID && operation instanceof Azure.Operation.Succeeded;
    return done ? Plan.converged() : creating(wanted, observed);
  }

  private static Plan creating(DagCreated wanted, LinkState observed) {
    return new Plan.Waiting(
        Reason.IN_PROGRESS,
        title(wanted) + " is being created",
        lookAgain(observed.age()),
        carried(observed));
  }

  /** An eighth of its age: a short operation is seen early, one of days costs little. */
  static Duration lookAgain(Duration age) {
    Duration eighth = age.dividedBy(8);
    return eighth.compareTo(SHORTEST) < 0
        ? SHORTEST
        : eighth.compareTo(LONGEST) > 0 ? LONGEST : eighth;
  }

  private static Plan lookSoon(String sentence, String carried) {
    return new Plan.Waiting(Reason.IN_PROGRESS, sentence, SOON, carried);
  }

  /** The operation has told its end; from now on only the list counts. */
  private static String operationDone(LinkState observed) {
    return observed.asked().map(asked -> asked.withoutOperation().text()).orElse(null);
  }

  private static String carried(LinkState observed) {
    return observed.asked().map(Asked::text).orElse(null);
  }

  /** The operation ended badly, and the link itself shows no error. */
  private static Plan failed(
      DagCreated wanted, LinkState observed, Azure.Instance at, Azure.Operation.Failed failed) {
    if (LinkErrors.saysItExists(failed.code())) {
      return lookSoon(
          title(wanted) + " exists already, looking at it", operationDone(observed));
    }
    if (LinkErrors.passes(failed.code())) {
      Asked asked = observed.asked().map(Asked::failedOnceMore).orElse(null);
      int failures = asked == null ? 1 : asked.failures();
      return new Plan.Waiting(
          Reason.TRANSIENT,
          title(wanted) + " could not be created this time: " + said(failed),
          Duration.ofSeconds(Math.min(LONGEST.toSeconds(), 1L << Math.min(failures, 6))),
          asked == null ? null : asked.text());
    }
    return blocked(wanted, at, failed.code(), failed.message(), "could not be created");
  }

  /** The link is there and in an error state, whatever its operation claims. */
  private static Plan broken(
      DagCreated wanted, Azure.Instance at, Azure.Link link, Azure.Operation operation) {
    if (operation instanceof Azure.Operation.Failed failed) {
      return blocked(
          wanted, at, failed.code(), failed.message(), "failed, its state is " + link.state());
    }
    return new Plan.Blocked(
        Reason.LINK_FAILED,
        title(wanted) + " failed, its state is " + link.state()
            + "; Azure does not say the error any more",
        "Read last_connect_error_description in sys.dm_hadr_availability_replica_states on "
            + wanted.link().source().name() + " and mend what it names. "
            + dropAndAsk(wanted, at));
  }

  private static Plan blocked(
      DagCreated wanted, Azure.Instance at, String code, String message, String what) {
    Optional<LinkErrors.Row> row = LinkErrors.find(code, message);
    String cause = row.map(known -> ": " + known.cause()).orElse("");
    String action = row.map(LinkErrors.Row::action).orElse("Remove the cause that Azure names");
    return new Plan.Blocked(
        row.filter(known -> known.reason() == Reason.LINK_CONFLICT)
            .map(LinkErrors.Row::reason)
            .orElse(Reason.LINK_FAILED),
        "%s %s%s (%s)"
            .formatted(
                title(wanted), what, cause, said(new Azure.Operation.Failed(code, message))),
        action + ". " + dropAndAsk(wanted, at));
  }

  private static String dropAndAsk(DagCreated wanted, Azure.Instance at) {
    return "Then remove the link if it is still listed, since a failed one does not recover ("
        + LinkArm.remove(at, wanted.groups().distributedAvailabilityGroup())
        + "), and ask again.";
  }

  private static String said(Azure.Operation.Failed failed) {
    return failed.message().isBlank() ? failed.code() : failed.code() + ": " + failed.message();
  }

  private static String title(DagCreated wanted) {
    return "The link "
        + wanted.groups().distributedAvailabilityGroup()
        + " on "
        + wanted.link().target().name();
  }

  /** What a request that Azure refused means, where more is known than that it was refused. */
  static Optional<Plan> refused(DagCreated wanted, AzureFailure failure) {
    if (failure.kind() == AzureFailure.Kind.NOT_FOUND) {
      return Optional.of(noInstance(wanted, "is not there any more: " + failure.getMessage()));
    }
    if (failure.kind() != AzureFailure.Kind.PERMANENT) {
      return Optional.empty();
    }
    return LinkErrors.find(failure.code(), "")
        .map(
            row ->
                new Plan.Blocked(
                    row.reason(),
                    title(wanted) + " cannot be created: " + row.cause() + " ("
                        + failure.getMessage() + ")",
                    row.action() + ", then ask again."));
  }
}
