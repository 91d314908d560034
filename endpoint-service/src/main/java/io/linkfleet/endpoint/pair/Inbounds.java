package io.linkfleet.endpoint.pair;

import io.linkfleet.endpoint.pair.PairState.Held;
import io.linkfleet.endpoint.pair.PairState.Host;
import io.linkfleet.endpoint.pair.PairState.Login;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.PairOptions;
import io.linkfleet.plan.Plan.Blocked;
import io.linkfleet.plan.Reason;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.On;
import io.linkfleet.sqlserver.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** What one server of a pair needs to let another one in. */
final class Inbounds {
  private final CertCreated wanted;
  private final PairOptions pair;

  Inbounds(CertCreated wanted) {
    this.wanted = wanted;
    this.pair = wanted.link().options().pair();
  }

  /** Steps, or what a person must clear away first. */
  record Outcome(List<Step> steps, Blocked blocked) {
    static Outcome steps(List<Step> steps) {
      return new Outcome(steps, null);
    }

    static Outcome blocked(Reason reason, String sentence, String nextAction) {
      return new Outcome(
          List.of(), new Blocked(reason, sentence, nextAction + " Then ask again."));
    }
  }

  Outcome of(Host on, Evidence.Host other) {
    if (pair.authentication() == PairOptions.Authentication.WINDOWS) {
      return account(on, other);
    }
    Optional<Held> held =
        other.thumbprint().isEmpty()
            ? Optional.empty()
            : on.inbound().withContent(other.thumbprint());
    return held.isPresent() ? held(on, other, held.get()) : unknown(on, other);
  }

  /** The certificate is there, under whatever name: what counts is whom it stands for. */
  private Outcome held(Host on, Evidence.Host other, Held held) {
    if ("dbo".equalsIgnoreCase(held.owner())) {
      return Outcome.steps(List.of()); // an administrator's, who may connect to everything
    }
    Optional<Login> login = on.inbound().loginOf(String.valueOf(held.owner()));
    if (login.isEmpty()) {
      return Outcome.blocked(
          Reason.CERTIFICATE_CONFLICT,
          "%s: the certificate [%s] of %s belongs to [%s], which has no login"
              .formatted(on.label(), held.name(), other.label(), held.owner()),
          "If nothing else needs it, run: " + PairSql.drop("CERTIFICATE", held.name()));
    }
    return usable(on, login.get())
        .orElseGet(() -> Outcome.steps(grant(on, other, login, login.get().name())));
  }

  private Outcome unknown(Host on, Evidence.Host other) {
    PairNames names = PairNames.on(on.label(), other);
    Optional<Held> same = on.inbound().certificate(names.certificate());
    if (same.isPresent()) {
      return anotherKey(on, other, same.get());
    }
    Optional<Login> login = on.inbound().login(names.login());
    Optional<Outcome> obstacle =
        login.flatMap(there -> ours(on, other, there).or(() -> usable(on, there)));
    boolean mapped = login.map(Login::user).isPresent();
    if (obstacle.isEmpty() && !mapped && on.inbound().hasUser(names.user())) {
      obstacle = Optional.of(mappedElsewhere(on, other, names));
    }
    Optional<String> file = pair.certificateFile(other.certificate());
    boolean made = !other.thumbprint().isEmpty();
    if (obstacle.isEmpty() && made && file.isPresent()
        && !on.inbound().files().contains(file.get())) {
      obstacle =
          Optional.of(
              Outcome.blocked(
                  Reason.CERTIFICATE_CONFLICT,
                  "%s has no file %s with the certificate of %s"
                      .formatted(on.label(), file.get(), other.label()),
                  "Copy it there from "
                      + other.label()
                      + ", in a way that nobody can tamper with."));
    }
    return obstacle.orElseGet(() -> Outcome.steps(introduce(on, other, names, login, file)));
  }

  private List<Step> introduce(
      Host on,
      Evidence.Host other,
      PairNames names,
      Optional<Login> login,
      Optional<String> file) {
    String here = on.label();
    List<Step> steps = new ArrayList<>();
    if (login.isEmpty()) {
      steps.add(
          new Step(
              "Create the login [%s] on %s for %s".formatted(names.login(), here, other.label()),
              new PairAction(here, names.login(), names.secret())));
    }
    String user = login.map(Login::user).orElse(names.user());
    if (login.map(Login::user).isEmpty()) {
      steps.add(
          step(
              on,
              "Create the user [%s] for the login [%s] in master of %s"
                  .formatted(user, names.login(), here),
              PairSql.createUser(user, names.login())));
    }
    steps.add(
        step(
            on,
            "Import the certificate [%s] of %s on %s%s, owned by [%s]%s"
                .formatted(
                    names.certificate(),
                    other.label(),
                    here,
                    file.map(path -> " from " + path).orElse(""),
                    user,
                    other.thumbprint().isEmpty() ? "; its content is known once it is made" : ""),
            file.map(path -> PairSql.importFile(names.certificate(), user, path))
                .orElseGet(
                    () ->
                        PairSql.importCertificate(
                            names.certificate(), user, Base64.getDecoder().decode(other.der())))));
    if (file.isEmpty()) {
      steps.addAll(grant(on, other, login, names.login()));
    } // else only once the file is seen to have held the right certificate
    return steps;
  }

  private List<Step> grant(Host on, Evidence.Host other, Optional<Login> login, String name) {
    if (login.filter(on.inbound()::mayConnect).isPresent()) {
      return List.of();
    }
    String endpoint = Outbounds.name(on);
    return List.of(
        step(
            on,
            "Let %s connect to the endpoint [%s] of %s as [%s]"
                .formatted(other.label(), endpoint, on.label(), name),
            PairSql.grant(endpoint, name)));
  }

  private Outcome anotherKey(Host on, Evidence.Host other, Held same) {
    String what =
        "%s: the certificate [%s] is not the one that %s uses now"
            .formatted(on.label(), same.name(), other.label());
    return same.withKey()
        ? Outcome.blocked(
            Reason.CERTIFICATE_CONFLICT,
            what + ", and has a private key of its own",
            "Let one of the two servers use a certificate of another name.")
        : Outcome.blocked(
            Reason.CERTIFICATE_CONFLICT,
            what,
            "If no session uses it any more, run: " + PairSql.drop("CERTIFICATE", same.name())
                + pair.certificateFile(other.certificate())
                    .map(file -> " And see that " + file + " is a copy of the present one.")
                    .orElse(""));
  }

  /** A login of that name that nobody can vouch for is not given the way in. */
  private static Optional<Outcome> ours(Host on, Evidence.Host other, Login login) {
    PairNames names = PairNames.on(on.label(), other);
    String what = on.label() + ": [" + login.name() + "] is ";
    if (!login.type().equals("S")) {
      return Optional.of(
          Outcome.blocked(
              Reason.LOGIN_CONFLICT,
              what + login.kind() + ", and the login for " + other.label() + " needs that name",
              "Rename or drop it."));
    }
    if (login.administrator()) {
      return Optional.of(
          Outcome.blocked(
              Reason.LOGIN_CONFLICT,
              what + "an administrator, which a login for " + other.label() + " must not be",
              "Rename it, or take it out of sysadmin."));
    }
    return on.inbound().kept().contains(other.label())
        ? Optional.empty()
        : Optional.of(
            Outcome.blocked(
                Reason.LOGIN_CONFLICT,
                what + "a login that Linkfleet has not made",
                "If it is meant for %s, keep its password in the secret store as %s; if nobody needs"
                        .formatted(other.label(), names.secret())
                    + " it, run: "
                    + PairSql.drop("LOGIN", login.name())));
  }

  private static Optional<Outcome> usable(Host on, Login login) {
    String what = on.label() + ": the login [" + login.name() + "] ";
    if (login.disabled()) {
      return Optional.of(
          Outcome.blocked(
              Reason.LOGIN_CONFLICT, what + "is disabled", "Run: " + PairSql.enable(login.name())));
    }
    if (login.administrator()) {
      return Optional.empty();
    }
    String endpoint = Outbounds.name(on);
    return on.inbound()
        .denied(login.name())
        .map(
            denied ->
                Outcome.blocked(
                    Reason.LOGIN_CONFLICT,
                    what
                        + "has no way in: CONNECT on the endpoint ["
                        + endpoint
                        + "] is denied to ["
                        + denied
                        + "]",
                    "Run: " + PairSql.revoke(endpoint, denied)));
  }

  private static Outcome mappedElsewhere(Host on, Evidence.Host other, PairNames names) {
    String whose =
        on.inbound()
            .loginOf(names.user())
            .map(login -> "belongs to the login [" + login.name() + "]")
            .orElse("has no login");
    return Outcome.blocked(
        Reason.LOGIN_CONFLICT,
        "%s: the user [%s] of master %s, and the login for %s needs it"
            .formatted(on.label(), names.user(), whose, other.label()),
        "If nothing else needs it, run: " + PairSql.drop("USER", names.user()));
  }

  /** Article "The database mirroring endpoint": one account on both sides is known already. */
  private Outcome account(Host on, Evidence.Host other) {
    String own =
        wanted.trust().hosts().stream()
            .filter(host -> host.label().equals(on.label()))
            .map(Evidence.Host::account)
            .findFirst()
            .orElse(null);
    String account = other.account();
    if (account.equalsIgnoreCase(own)) {
      return Outcome.steps(List.of());
    }
    Optional<Login> login = on.inbound().login(account);
    if (login.isPresent() && !login.get().type().matches("[UG]")) {
      return Outcome.blocked(
          Reason.LOGIN_CONFLICT,
          "%s: [%s] is %s, and the account of %s needs that name"
              .formatted(on.label(), account, login.get().kind(), other.label()),
          "Rename or drop it.");
    }
    Optional<Outcome> obstacle = login.flatMap(there -> usable(on, there));
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    List<Step> steps = new ArrayList<>();
    if (login.isEmpty()) {
      steps.add(
          step(
              on,
              "Create the login [%s] on %s, the account of %s"
                  .formatted(account, on.label(), other.label()),
              PairSql.createWindowsLogin(account)));
    }
    steps.addAll(grant(on, other, login, account));
    return Outcome.steps(steps);
  }

  private static Step step(Host on, String sentence, Statement statement) {
    return new Step(sentence, new On(on.label(), statement));
  }
}
