package io.linkfleet.cert;

import io.linkfleet.azure.Azure;
import io.linkfleet.azure.Azure.Operation;
import io.linkfleet.azure.AzureFailure;
import io.linkfleet.cert.CertState.Held;
import io.linkfleet.cert.CertState.Remote;
import io.linkfleet.cert.CertState.Upload;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.Secrets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides what the trust between a server and an instance still needs. */
final class CertPlan {
  private static final Duration SHORTEST_LOOK = Duration.ofMillis(500);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(15);

  private CertPlan() {}

  /**
   * What the configuration lays down.
   *
   * @param nameTemplate name of a new server certificate
   * @param masterKeySecret name of the master key's password
   * @param roots the root CAs to import
   * @param uploadSettling how long an upload that may have been begun is waited for
   */
  record Rules(
      String nameTemplate,
      String masterKeySecret,
      List<AzureRoots.Root> roots,
      Duration uploadSettling) {

    /** The certificate that matters: the endpoint's, or else the one that Linkfleet makes. */
    String certificate(CertState observed) {
      return observed
          .endpointCertificate()
          .orElseGet(
              () ->
                  nameTemplate.replace(
                      "{server}", observed.server().name().replace('\\', '_')));
    }

    /** Somebody with notes of their own, another stack, asked for the same and was quicker. */
    boolean mayBeThere(Operation.Failed failed, Duration elapsed) {
      return saysItExists(failed.code()) && elapsed.compareTo(uploadSettling) < 0;
    }
  }

  static Plan of(LinkRequested wanted, CertState observed, Rules rules) {
    String certificate = rules.certificate(observed);
    Optional<Plan.Blocked> obstacle = CertChecks.obstacle(wanted.link(), observed, certificate);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    Remote remote = observed.instance().orElseThrow();
    List<Step> steps =
        new ArrayList<>(serverCertificate(wanted, observed, rules, certificate));
    Optional<Plan> publication = publication(observed, remote, rules, certificate);
    if (publication.orElse(null) instanceof Plan.Steps upload) {
      steps.addAll(upload.steps());
    }
    if (observed.named(remote.at().fqdn()).isEmpty()) {
      steps.add(
          new Step(
              "Import the certificate of the managed instance under its name ["
                  + remote.at().fqdn()
                  + "]",
              CertSql.importCertificate(remote.at().fqdn(), remote.certificate())));
    }
    for (AzureRoots.Root root : rules.roots()) {
      root(observed, root, CertArm.suffix(remote.at().fqdn())).ifPresent(steps::add);
    }
    return steps.isEmpty() ? publication.orElseGet(Plan::converged) : new Plan.Steps(steps);
  }

  private static List<Step> serverCertificate(
      LinkRequested wanted, CertState observed, Rules rules, String certificate) {
    String server = wanted.link().source().name();
    List<Step> steps = new ArrayList<>();
    if (!observed.masterKey()) {
      String secret = rules.masterKeySecret().replace("{server}", Secrets.part(server));
      steps.add(
          new Step(
              "Create the database master key in master of " + server,
              new CertAction.CreateMasterKey(secret)));
    }
    if (observed.named(certificate).isEmpty()) {
      LocalDate expiry =
          observed
              .now()
              .plus(wanted.link().options().certificateLifetime())
              .atZone(ZoneOffset.UTC)
              .toLocalDate();
      steps.add(
          new Step(
              "Create the certificate [%s] of %s, valid until %s"
                  .formatted(certificate, server, expiry),
              CertSql.createServerCertificate(certificate, expiry)));
    }
    return steps;
  }

  /** Nothing when the instance trusts the certificate; otherwise a step, a wait or an end. */
  private static Optional<Plan> publication(
      CertState observed, Remote remote, Rules rules, String certificate) {
    Optional<Held> held = observed.named(certificate);
    if (held.isPresent() && CertChecks.isTrusted(remote.trusted(), held.get().thumbprint())) {
      return Optional.empty();
    }
    return remote
        .upload()
        .flatMap(upload -> underWay(observed, remote, upload, rules, certificate))
        .or(() -> Optional.of(upload(remote.at(), certificate)));
  }

  private static Plan upload(Azure.Instance at, String certificate) {
    String resource = CertArm.resource(certificate);
    return new Plan.Steps(
        List.of(
            new Step(
                "Publish the certificate [%s] on the managed instance %s"
                    .formatted(certificate, at.name()),
                new CertAction.Upload(at, resource, certificate))));
  }

  private static Optional<Plan> underWay(
      CertState observed, Remote remote, Upload upload, Rules rules, String certificate) {
    String what = "the certificate [" + certificate + "] on " + remote.at().name();
    Duration elapsed = Duration.between(upload.since(), observed.now());
    if (upload.operation() instanceof Operation.Failed failed) {
      if (rules.mayBeThere(failed, elapsed)) {
        String sentence = "Azure has " + what + " already and does not list it yet";
        return Optional.of(waiting(sentence, upload, elapsed));
      }
      return Optional.of(
          new Plan.Blocked(
              Reason.REQUEST_REFUSED,
              "Azure could not add %s: %s: %s".formatted(what, failed.code(), failed.message()),
              "Remove the cause that Azure names, then ask again."));
    }
    if (upload.operation() instanceof Operation.Running) {
      return Optional.of(waiting("Azure is adding " + what, upload, elapsed));
    }
    // the list may lag behind; but what stays away was removed, or was never there
    return elapsed.compareTo(rules.uploadSettling()) < 0
        ? Optional.of(waiting("Azure does not list " + what + " yet", upload, elapsed))
        : Optional.empty();
  }

  /** The specification lists the one code, the tools of Azure show the other. */
  static boolean saysItExists(String code) {
    return code.equals("CertificateAlreadyExists")
        || code.equals("ServerTrustCertificateAlreadyExists");
  }

  /** A refusal that says no more than that it is done, or that its name is taken: the list tells. */
  static Optional<Plan> refused(RuntimeException failure) {
    return failure instanceof AzureFailure azure && saysItExists(azure.code())
        ? Optional.of(
            new Plan.Waiting(
                Reason.IN_PROGRESS, azure.getMessage() + " Looking again", LONGEST_LOOK, null))
        : Optional.empty();
  }

  /** The longer it has taken, the longer it will: look again after a third more. */
  private static Plan waiting(String sentence, Upload upload, Duration elapsed) {
    Duration look = elapsed.dividedBy(3);
    look = look.compareTo(SHORTEST_LOOK) < 0 ? SHORTEST_LOOK : look;
    look = look.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : look;
    return new Plan.Waiting(Reason.IN_PROGRESS, sentence, look, upload.carried());
  }

  private static Optional<Step> root(CertState observed, AzureRoots.Root root, String suffix) {
    Optional<Held> held = observed.withContent(root.thumbprint());
    if (held.isEmpty()) {
      String name =
          observed.named(root.name()).isEmpty()
              ? root.name()
              : root.name() + "_" + root.thumbprint().substring(0, 8); // its name has been taken
      return Optional.of(
          new Step(
              "Import the Azure root CA [" + name + "] and trust it for *." + suffix,
              CertSql.importRoot(name, root.der(), suffix)));
    }
    return held.filter(Held::forDialogs)
        .map(
            there ->
                new Step(
                    "Trust the Azure root CA ["
                        + there.name()
                        + "] for *."
                        + suffix
                        + ", unless it is trusted already",
                    CertSql.trustRoot(there.name(), suffix)));
  }
}
