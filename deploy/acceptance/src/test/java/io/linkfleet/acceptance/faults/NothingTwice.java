package io.linkfleet.acceptance.faults;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Check 2: no changing statement and no write to Azure succeeded twice for one purpose.
 *
 * <p>A purpose is the place and the text, without the time in the name of a backup. A second write
 * to Azure is right only when the operation that the first began has failed since, a second
 * statement only when a person has dropped what the first made.
 */
final class NothingTwice implements Check {
  private static final String ISSUER = "EXEC sp_certificate_add_issuer";
  private static final Pattern DROP = Pattern.compile("^DROP (.+?\\])");
  private static final String ROOT = "CREATE CERTIFICATE [";

  @Override
  public Stream<String> findings(Evidence evidence, Expectations expected) {
    List<Effect> effects =
        evidence.effects().stream()
            .filter(one -> !expected.hands().contains(one.login()))
            .toList();
    Shapes shapes = new Shapes(evidence.known());
    Stream<String> twice =
        twice(
            evidence.effects(),
            expected.hands(),
            effect -> expected.twice().contains(shapes.of(effect.text())) ? 2 : 1);
    return Stream.concat(twice, issuers(effects));
  }

  private static Stream<String> twice(
      List<Effect> effects, Set<String> hands, ToIntFunction<Effect> most) {
    Map<String, Integer> times = new LinkedHashMap<>();
    Map<String, Integer> allowed = new HashMap<>();
    for (Effect effect : effects) {
      if (hands.contains(effect.login())) {
        Optional<String> gone = dropped(effect);
        times.keySet().removeIf(done -> gone.isPresent() && makes(done, effect, gone.get()));
      } else if (effect.kind().equals("AZURE_OPERATION") && !effect.succeeded()) {
        String name = effect.text().substring(effect.text().lastIndexOf(' ') + 1);
        times.keySet().removeIf(purpose -> purpose.contains("/" + name + "?"));
      } else if (effect.isChange() && !effect.text().startsWith(ISSUER)) {
        times.merge(purpose(effect), 1, Integer::sum);
        allowed.put(purpose(effect), most.applyAsInt(effect));
      }
    }
    return times.entrySet().stream()
        .filter(entry -> entry.getValue() > allowed.get(entry.getKey()))
        .map(entry -> "succeeded " + entry.getValue() + " times: " + entry.getKey());
  }

  /** What a person took away may be made once more. */
  private static Optional<String> dropped(Effect effect) {
    Matcher drop = DROP.matcher(effect.text());
    return effect.isChange() && drop.find() ? Optional.of(drop.group(1)) : Optional.empty();
  }

  private static boolean makes(String purpose, Effect drop, String what) {
    return purpose.startsWith(drop.where() + ": CREATE " + what);
  }

  private static String purpose(Effect effect) {
    String text = effect.text().replaceAll("_\\d{8}T\\d{6,9}Z(\\.bak|\\.trn)", "$1");
    return effect.where() + ": " + text;
  }

  /** Which root a statement is about is in a variable of its batch: so they are counted. */
  private static Stream<String> issuers(List<Effect> effects) {
    Map<String, Set<String>> roots = new HashMap<>();
    Map<String, Integer> trusted = new HashMap<>();
    for (Effect effect : effects) {
      if (effect.isChange() && effect.text().startsWith(ISSUER)) {
        trusted.merge(effect.where(), 1, Integer::sum);
      } else if (effect.isChange() && effect.text().startsWith(ROOT)) {
        roots.computeIfAbsent(effect.where(), where -> new HashSet<>()).add(effect.text());
      }
    }
    return trusted.entrySet().stream()
        .filter(
            entry ->
                entry.getValue() > roots.getOrDefault(entry.getKey(), Set.of()).size())
        .map(entry -> entry.getKey() + ": an issuer was added more often than there are roots");
  }
}
