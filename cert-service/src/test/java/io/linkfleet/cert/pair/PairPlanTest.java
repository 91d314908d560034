package io.linkfleet.cert.pair;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.linkfleet.cert.pair.PairState.About;
import io.linkfleet.cert.pair.PairState.Held;
import io.linkfleet.cert.pair.PairState.Host;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Authentication;
import io.linkfleet.event.PairOptions.Wanted;
import io.linkfleet.event.Samples;
import io.linkfleet.testing.PlanText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The plan for every named starting state of a pair, as a DBA would review it. */
class PairPlanTest {
  private static final Instant NOW = Samples.AT;
  private static final Duration DAY = Duration.ofDays(1);
  private static final PairPlan.Rules RULES =
      new PairPlan.Rules("{server}_cert", "master-key/{server}", Duration.ofDays(7));

  @ParameterizedTest(name = "{0}")
  @MethodSource({"steps", "accounts", "obstacles"})
  void eachStartingStateHasItsPlan(String name, LinkRequested wanted, PairState observed) {
    PlanText.assertGolden("pair/" + name, PairPlan.of(wanted, observed, RULES));
  }

  static Stream<Arguments> steps() {
    Held old = held("old one's [key]", "EE", "MK", Duration.ofDays(400));
    return Stream.of(
        arguments("new-servers", asked(), state(bare("HOST_A"), bare("HOST_B"), bare("HOST_C"))),
        arguments(
            "named-instances",
            asked(),
            state(bare("HOST_A", "BOX\\SALES"), bare("HOST_B", "BOX\\STO]CK"), bare("HOST_C"))),
        arguments("one-is-ready", asked(), state(ready("HOST_A"), bare("HOST_B"), ready("HOST_C"))),
        arguments(
            "master-key-there",
            asked(),
            state(host("HOST_A", true, null), ready("HOST_B"), ready("HOST_C"))),
        arguments(
            "endpoint-has-a-certificate",
            asked(),
            state(host("HOST_A", true, old.name(), old), ready("HOST_B"), ready("HOST_C"))),
        arguments(
            "all-ready", asked(), state(ready("HOST_A"), ready("HOST_B"), ready("HOST_C"))),
        arguments(
            "files", asked(files("D:\\certs\\")), state(bare("HOST_A"), bare("HOST_B"), bare("W"))),
        arguments(
            "files-to-be-written",
            asked(files("/var/it's")),
            state(ready("HOST_A"), ready("HOST_B"), ready("HOST_C"))),
        arguments(
            "files-written",
            asked(files("/var/certs")),
            state(written("HOST_A"), written("HOST_B"), written("HOST_C"))),
        arguments(
            "files-no-longer-needed",
            asked(files("/var/certs")),
            state(
                trusting("HOST_A", "HOST_B", "HOST_C"),
                trusting("HOST_B", "HOST_A", "HOST_C"),
                trusting("HOST_C", "HOST_A", "HOST_B"))),
        arguments(
            "session-to-be-removed",
            asked(new PairOptions(null, null, Wanted.REMOVED, false, null, null, null, null, null)),
            state(bare("HOST_A"))));
  }

  static Stream<Arguments> accounts() {
    return Stream.of(
        arguments(
            "certificates-in-a-domain",
            asked(),
            state(runs("HOST_A", "CORP", "CORP\\sql"), runs("HOST_B", "CORP", "CORP\\sql"))),
        arguments(
            "windows-one-account",
            asked(windows()),
            state(runs("HOST_A", "CORP", "CORP\\sql"), runs("HOST_B", "CORP", "CORP\\sql"))),
        arguments(
            "windows-computer-accounts",
            asked(windows()),
            state(
                runs("HOST_A", "CORP", "NT Service\\MSSQLSERVER"),
                runs("HOST_B", "CORP", "NT AUTHORITY\\NETWORK SERVICE"))),
        arguments(
            "windows-local-service",
            asked(windows()),
            state(
                runs("HOST_A", "CORP", "CORP\\sql"),
                runs("HOST_B", "CORP", "NT AUTHORITY\\LOCAL SERVICE"))),
        arguments(
            "windows-local-account",
            asked(windows()),
            state(runs("HOST_A", "CORP", "HOST_A\\sql"), runs("HOST_B", "CORP", "CORP\\sql"))),
        arguments(
            "windows-no-domain",
            asked(windows()),
            state(
                runs("HOST_A", "WORKGROUP", "NT Service\\MSSQLSERVER"),
                runs("HOST_B", "WORKGROUP", "NT Service\\MSSQLSERVER"))),
        arguments(
            "windows-two-domains",
            asked(windows()),
            state(runs("HOST_A", "CORP", "CORP\\sql"), runs("HOST_B", "LAB", "LAB\\sql"))));
  }

  static Stream<Arguments> obstacles() {
    return Stream.of(
        arguments("expired", asked(), with(held("HOST_B_cert", "B", "MK", DAY.negated()), null)),
        arguments(
            "expired-in-use",
            asked(),
            with(held("aged", "B", "MK", DAY.negated()), "aged")),
        arguments("near-expiry", asked(), with(held("HOST_B_cert", "B", "MK", DAY), null)),
        arguments("near-expiry-in-use", asked(), with(held("aged", "B", "MK", DAY), "aged")),
        arguments(
            "not-yet-valid",
            asked(),
            with(
                new Held(
                    "HOST_B_cert", "B", "MK", NOW.plus(DAY), NOW.plus(Duration.ofDays(9)), "QQ=="),
                null)),
        arguments(
            "no-private-key",
            asked(),
            with(held("HOST_B_cert", "B", "NA", Duration.ofDays(99)), null)),
        arguments(
            "key-under-a-password",
            asked(),
            with(held("HOST_B_cert", "B", "PW", Duration.ofDays(99)), null)),
        arguments(
            "same-names",
            asked(),
            state(bare("HOST_A", "SQL\\A"), bare("HOST_B", "sql_a"), bare("HOST_C"))),
        arguments(
            "lifetime-too-short",
            asked(new LinkOptions(null, false, Duration.ofDays(8), PairOptions.defaults())),
            state(bare("HOST_A"), bare("HOST_B"), bare("HOST_C"))));
  }

  private static LinkRequested asked() {
    return asked(PairOptions.defaults());
  }

  private static LinkRequested asked(PairOptions pair) {
    return asked(new LinkOptions(null, false, Duration.ofDays(1095), pair));
  }

  private static LinkRequested asked(LinkOptions options) {
    LinkSpec link = Samples.pair();
    return new LinkRequested(
        new LinkSpec(
            link.id(), link.rollout(), link.generation(), link.source(), link.database(),
            link.target(), link.names(), options),
        NOW);
  }

  private static PairOptions files(String directory) {
    return new PairOptions(null, null, null, false, null, directory, null, null, null);
  }

  private static PairOptions windows() {
    return new PairOptions(
        null, null, null, false, Authentication.WINDOWS, null, null, null, null);
  }

  private static PairState state(Host... hosts) {
    return new PairState(List.of(hosts), NOW);
  }

  private static PairState with(Held held, String endpoint) {
    return state(ready("HOST_A"), host("HOST_B", true, endpoint, held), ready("HOST_C"));
  }

  private static Host bare(String label) {
    return bare(label, label);
  }

  private static Host bare(String label, String name) {
    About about = new About(name, label, "WORKGROUP", "NT Service\\MSSQLSERVER");
    return new Host(label, about, false, List.of(), Optional.empty(), List.of());
  }

  private static Host runs(String label, String domain, String service) {
    About about = new About(label, label, domain, service);
    return new Host(label, about, false, List.of(), Optional.empty(), List.of());
  }

  private static Host ready(String label) {
    return host(label, true, null, own(label));
  }

  private static Held own(String label) {
    return held(label + "_cert", label, "MK", Duration.ofDays(900));
  }

  private static Host written(String label) {
    Host host = ready(label);
    return new Host(
        label, host.about(), true, host.certificates(), Optional.empty(),
        List.of("/var/certs/" + label + "_cert.cer"));
  }

  private static Host trusting(String label, String... others) {
    List<Held> held = new ArrayList<>(List.of(own(label)));
    Arrays.stream(others)
        .forEach(other -> held.add(held(other, other, "NA", Duration.ofDays(900))));
    return host(label, true, null, held.toArray(Held[]::new));
  }

  private static Host host(String label, boolean masterKey, String endpoint, Held... held) {
    return new Host(
        label, bare(label).about(), masterKey, List.of(held), Optional.ofNullable(endpoint),
        List.of());
  }

  private static Held held(String name, String thumbprint, String key, Duration left) {
    return new Held(name, thumbprint, key, NOW.minus(Duration.ofDays(99)), NOW.plus(left), "QQ==");
  }
}
