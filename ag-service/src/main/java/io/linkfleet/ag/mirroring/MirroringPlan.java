package io.linkfleet.ag.mirroring;

import io.linkfleet.ag.AgSql;
import io.linkfleet.ag.Wish;
import io.linkfleet.ag.mirroring.MirroringState.Host;
import io.linkfleet.ag.mirroring.MirroringState.Session;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.On;
import io.linkfleet.sqlserver.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides what a mirroring session still needs: the copy, then the partner on the mirror and after
 * that on the principal, then what was asked of the session; and how it ends.
 */
final class MirroringPlan {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration LATER = Duration.ofSeconds(5);

  private final EndpointReady wanted;
  private final MirroringState observed;
  private final Duration limit;
  private final Wish wish;

  private MirroringPlan(EndpointReady wanted, MirroringState observed, Duration limit) {
    this.wanted = wanted;
    this.observed = observed;
    this.limit = limit;
    this.wish = Wish.of(wanted.link());
  }

  static Plan of(EndpointReady wanted, MirroringState observed, Duration limit) {
    MirroringPlan plan = new MirroringPlan(wanted, observed, limit);
    MirroringRefusals refusals = new MirroringRefusals(wanted, observed);
    Optional<Plan.Blocked> refused = refusals.wish();
    if (refused.isPresent()) {
      return refused.get();
    }
    if (plan.wish.isRemoved()) {
      return plan.removal();
    }
    if (observed.source().isEmpty() || observed.partner().isEmpty()) {
      return plan.withoutOne();
    }
    refused = refusals.session();
    if (refused.isPresent()) {
      return refused.get();
    }
    if (observed.source().flatMap(Host::session).isPresent()) {
      return new MirroringSteering(wanted, observed).plan();
    }
    refused = refusals.source().or(refusals::copy);
    return refused.isPresent() ? refused.get() : plan.begin();
  }

  private Plan begin() {
    Host source = observed.source().orElseThrow();
    Host partner = observed.partner().orElseThrow();
    if (source.database().orElseThrow().state().startsWith("RECOVERING")) {
      return new Plan.Waiting(
          Reason.IN_PROGRESS,
          source.label() + ": the database [" + name() + "] is RECOVERING",
          SOON,
          null);
    }
    Plan copied = new MirrorCopy(wanted, observed, limit).plan();
    if (!(copied instanceof Plan.Steps)) {
      return copied;
    }
    List<Step> steps = new ArrayList<>(((Plan.Steps) copied).steps());
    boolean waits = partner.session().isPresent();
    boolean touched =
        steps.stream().anyMatch(step -> step.action().where().equals(Optional.of(partner.label())));
    if (!waits || touched) {
      steps.add(setPartner(partner, source, "principal"));
    }
    steps.add(setPartner(source, partner, "mirror"));
    steps.addAll(new MirroringSteering(wanted, observed).afterBeginning());
    return new Plan.Steps(steps);
  }

  private Step setPartner(Host on, Host other, String role) {
    String address = address(other.label());
    return step(
        on,
        "Tell %s that the %s of the database [%s] is %s at %s"
            .formatted(on.label(), role, name(), other.label(), address),
        MirroringSql.setPartner(name(), address));
  }

  /** One server does not answer, and somebody has accepted its loss. */
  private Plan withoutOne() {
    Host left = Stream.concat(observed.source().stream(), observed.partner().stream())
        .findFirst()
        .orElse(null);
    if (left == null) {
      return away("neither %s nor %s answers".formatted(wish.source(), wish.partner()));
    }
    String lost = left.label().equals(wish.source()) ? wish.partner() : wish.source();
    Session session = left.session().filter(it -> isWith(it, lost)).orElse(null);
    if (session == null) {
      return away(
          "%s does not answer, and %s has no mirroring session with it"
              .formatted(lost, left.label()));
    }
    if (session.isPrincipal()) {
      return away(
          "%s serves the database [%s] alone until %s is back to be its mirror"
              .formatted(left.label(), name(), lost));
    }
    if (!session.is("DISCONNECTED")) {
      return away(
          "%s does not answer Linkfleet, but its mirror %s still sees it (%s), so nothing is forced"
              .formatted(lost, left.label(), session.state()));
    }
    return new Plan.Steps(
        List.of(
            step(
                left,
                "Force %s to serve the database [%s] without %s; what it had not sent is lost"
                    .formatted(left.label(), name(), lost),
                AgSql.set(name(), "PARTNER FORCE_SERVICE_ALLOW_DATA_LOSS"))));
  }

  private Plan away(String sentence) {
    return new Plan.Waiting(Reason.UNREACHABLE, sentence, LATER, null);
  }

  /** Ended where it serves, it ends on both sides as long as they see each other. */
  private Plan removal() {
    List<Host> with =
        Stream.concat(observed.source().stream(), observed.partner().stream())
            .filter(host -> host.session().filter(it -> isOurs(host, it)).isPresent())
            .toList();
    boolean connected =
        with.size() == 2
            && observed
                .principal()
                .flatMap(Host::session)
                .filter(it -> !it.is("DISCONNECTED"))
                .isPresent();
    List<Host> ends = connected ? List.of(observed.principal().orElseThrow()) : with;
    return new Plan.Steps(
        ends.stream()
            .map(
                host ->
                    step(
                        host,
                        "End the mirroring of the database [%s] on %s; the databases stay"
                            .formatted(name(), host.label()),
                        AgSql.set(name(), "PARTNER OFF")))
            .toList());
  }

  private boolean isOurs(Host host, Session session) {
    return isWith(
        session, host.label().equals(wish.source()) ? wish.partner() : wish.source());
  }

  private boolean isWith(Session session, String label) {
    return session.isWith(address(label), wanted.trust().nameOf(label));
  }

  private String address(String label) {
    return wanted.endpoint().hosts().get(label);
  }

  /** As the server spells it. */
  private String name() {
    return Stream.concat(observed.source().stream(), observed.partner().stream())
        .flatMap(host -> host.database().stream())
        .map(MirroringState.Database::name)
        .findFirst()
        .orElse(wanted.link().database());
  }

  static Step step(Host host, String sentence, Statement statement) {
    return new Step(sentence, new On(host.label(), statement));
  }
}
