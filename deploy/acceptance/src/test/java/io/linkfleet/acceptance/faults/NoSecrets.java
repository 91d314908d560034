package io.linkfleet.acceptance.faults;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;

/** Check 5: no secret appears in a topic, log, metric, answer, error or statement. */
final class NoSecrets implements Check {
  @Override
  public Stream<String> findings(Evidence evidence, Expectations expected) {
    Set<String> forms = new HashSet<>();
    for (String secret : evidence.secrets()) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      forms.add(secret);
      forms.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
      forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
      forms.add(HexFormat.of().formatHex(bytes));
    }
    Stream<String> topics =
        evidence.said().stream()
            .filter(
                one ->
                    holds(one.text(), forms)
                        || holds(String.valueOf(one.key()), forms)
                        || holds(one.headers().toString(), forms))
            .map(one -> "a secret is in topic " + one.topic() + " at " + one.offset());
    Stream<String> logs =
        evidence.logs().entrySet().stream()
            .filter(entry -> entry.getValue().stream().anyMatch(line -> holds(line, forms)))
            .map(entry -> "a secret is in the log of " + entry.getKey());
    Stream<String> answers =
        evidence.answers().entrySet().stream()
            .filter(entry -> holds(entry.getValue(), forms))
            .map(entry -> "a secret is in the answer of " + entry.getKey());
    Stream<String> statements =
        evidence.effects().stream()
            .filter(one -> holds(one.text() + one.outcome(), forms))
            .map(one -> "a secret is in effect " + one.sequence() + " on " + one.where());
    return Stream.of(topics, logs, answers, statements).flatMap(all -> all);
  }

  private static boolean holds(String text, Set<String> forms) {
    return forms.stream().anyMatch(text::contains);
  }
}
