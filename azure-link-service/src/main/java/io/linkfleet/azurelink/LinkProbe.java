package io.linkfleet.azurelink;

import io.linkfleet.azure.Azure;
import io.linkfleet.azure.AzureFailure;
import io.linkfleet.azurelink.LinkState.Asked;
import io.linkfleet.azurelink.LinkState.Stage;
import io.linkfleet.event.LinkEvent.DagCreated;
import io.linkfleet.plan.Step;
import io.linkfleet.plan.Visit;
import io.linkfleet.sqlserver.SqlConnection;
import io.linkfleet.sqlserver.SqlServers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Observes one link on its managed instance, as cheaply as Azure's request limits want it: the list
 * of all links serves every link of the instance, the operation is asked only where the list cannot
 * tell.
 */
final class LinkProbe implements Visit<LinkState> {
  /** From this age on the operation is asked at every look, in case the list never changes. */
  static final Duration OLD = Duration.ofMinutes(10);

  private final Azure azure;
  private final SqlServers servers;
  private final Clock clock;
  private final DagCreated wanted;
  private Optional<Asked> asked;
  private Optional<LinkState> accepted = Optional.empty();

  /** The session on the source server that holds the lock, once it was asked for. */
  private SqlConnection session;

  private long lockedAt = Long.MIN_VALUE;

  LinkProbe(
      Azure azure, SqlServers servers, Clock clock, DagCreated wanted, String carried) {
    this.azure = azure;
    this.servers = servers;
    this.clock = clock;
    this.wanted = wanted;
    // a clock that has stepped back does not make anybody wait for as long
    this.asked = Asked.read(carried).map(it -> it.notAfter(clock.instant()));
  }

  @Override
  public LinkState observe() {
    if (accepted.isPresent()) {
      // Azure has just said so; asking again at once would spend a read to hear the same
      return accepted.get();
    }
    var target = wanted.link().instance();
    Optional<Azure.Instance> at = azure.instance(target.subscription(), target.name());
    if (at.isEmpty()) {
      return new LinkState(
          at, Optional.empty(), false, Optional.empty(), asked, age(), Optional.empty());
    }
    List<Azure.Link> links =
        azure.links(at.get(), wanted.groups().distributedAvailabilityGroup(), lockedAt);
    Optional<Azure.Link> link =
        links.stream().filter(each -> isWanted(each.name())).findFirst();
    if (link.isPresent() && asked.isEmpty()) {
      asked = Optional.of(new Asked(clock.instant(), 0, null));
    }
    Optional<Azure.Operation> operation = operation(at.get(), link);
    boolean database =
        link.isEmpty()
            && azure.databases(at.get()).stream().anyMatch(this::isWantedDatabase);
    Optional<String> rival =
        links.stream()
            .filter(each -> !isWanted(each.name()) && isWantedDatabase(each.database()))
            .map(Azure.Link::name)
            .findFirst();
    return new LinkState(at, link, database, rival, asked, age(), operation);
  }

  private Optional<Azure.Operation> operation(Azure.Instance at, Optional<Azure.Link> link) {
    String address = asked.map(Asked::address).orElse(null);
    if (address == null) {
      return Optional.empty();
    }
    boolean listSaysEnough =
        link.isPresent()
            && LinkState.stage(link.get()) == Stage.CREATING
            && age().compareTo(OLD) < 0;
    return Optional.of(
        listSaysEnough ? new Azure.Operation.Running(address) : azure.operation(at, address));
  }

  private boolean isWanted(String name) {
    return wanted.groups().distributedAvailabilityGroup().equalsIgnoreCase(name);
  }

  private boolean isWantedDatabase(String name) {
    return wanted.link().database().equalsIgnoreCase(name);
  }

  private Duration age() {
    Duration age =
        asked.map(a -> Duration.between(a.since(), clock.instant())).orElse(Duration.ZERO);
    return age.isNegative() ? Duration.ZERO : age;
  }

  /**
   * Azure has no lock to offer, and takes a second creation of the same link as long as the first
   * has ended; so the source server's lock is taken, for this link alone.
   */
  @Override
  public boolean lock() {
    if (session == null) {
      session = servers.open(wanted.link().source());
    }
    boolean ours =
        session.lock("linkfleet link " + wanted.groups().distributedAvailabilityGroup());
    if (ours) {
      // what others did before must be seen
      lockedAt = System.nanoTime();
    }
    return ours;
  }

  @Override
  public void unlock() {
    if (session != null) {
      session.unlock();
    }
  }

  @Override
  public void apply(Step step) {
    var create = (LinkArm.Create) step.action();
    int failures = asked.map(Asked::failures).orElse(0);
    // the process may have been stopped meanwhile, and somebody else have the lock by now
    Runnable lastQuestion = session == null ? () -> {} : session::requireAlive;
    try {
      Azure.Operation answer = azure.createLink(create.at(), create.link(), lastQuestion);
      String address = answer instanceof Azure.Operation.Running run ? run.address() : null;
      asked = Optional.of(new Asked(clock.instant(), failures, address));
      if (address != null) {
        accepted =
            Optional.of(
                new LinkState(
                    Optional.of(create.at()),
                    Optional.empty(),
                    false,
                    Optional.empty(),
                    asked,
                    Duration.ZERO,
                    Optional.of(answer)));
      }
    } catch (AzureFailure e) {
      throw after(e, failures);
    }
  }

  /** What is remembered of a failed request, and whether its refusal only says that it worked. */
  private AzureFailure after(AzureFailure e, int failures) {
    boolean ours = asked.isPresent() && age().compareTo(LinkPlan.SETTLED) < 0;
    if (e.kind() == AzureFailure.Kind.UNREACHABLE) {
      // it may have taken effect: the next look has to know that it may be ours
      asked = Optional.of(new Asked(clock.instant(), failures, null));
    }
    boolean exists = LinkErrors.saysItExists(e.code());
    if (exists || ours && LinkErrors.saysDatabaseExists(e.code())) {
      return new AzureFailure(
          AzureFailure.Kind.TRANSIENT,
          e.status(),
          e.code(),
          e.retryAfter(),
          "creating the link " + wanted.groups().distributedAvailabilityGroup(),
          "it may be there already, looking again",
          e);
    }
    return e;
  }

  @Override
  public Optional<String> carried() {
    return asked.map(Asked::text);
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
    }
  }
}
