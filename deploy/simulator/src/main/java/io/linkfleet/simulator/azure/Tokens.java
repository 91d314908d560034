package io.linkfleet.simulator.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.simulator.engine.X509;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Owns the access tokens: those that this simulator gives out, for whom and until when, and those
 * that it has seen, of which it keeps no more than a digest.
 */
public final class Tokens {
  private static final int MOST = 10_000;

  private record Given(String principal, Instant until) {}

  private final Clock clock;
  private final AzureSettings settings;
  private final Map<String, Given> given = new ConcurrentHashMap<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Map<String, Instant> expired = new ConcurrentHashMap<>();

  Tokens(Clock clock, AzureSettings settings) {
    this.clock = clock;
    this.settings = settings;
  }

  /** Ends every token that was given out or seen up to now. */
  public void expire() {
    Instant now = clock.instant();
    seen.forEach(digest -> expired.put(digest, now));
    given.keySet().forEach(token -> expired.put(digest(token), now));
  }

  /** Whose token it is; one from elsewhere gets a name made from its digest. */
  String principal(String token) {
    Given ours = given.get(token);
    return ours != null ? ours.principal() : "token-" + digest(token).substring(0, 8);
  }

  /** When a token ended, if it has; from now on it is known. */
  Optional<Instant> ended(String token) {
    String digest = digest(token);
    if (seen.size() > MOST) {
      seen.clear();
    }
    seen.add(digest);
    Given ours = given.get(token);
    if (ours != null && !ours.until().isAfter(clock.instant())) {
      return Optional.of(ours.until());
    }
    return Optional.ofNullable(expired.get(digest));
  }

  /** The answer of the managed identity endpoint of an App Service or container. */
  public ObjectNode managedIdentity(String principal, String resource) {
    long lifetime = settings.tokenLifetime.toSeconds();
    // The client compares with its own clock, which is the machine's.
    long until = Clock.systemUTC().instant().getEpochSecond() + lifetime;
    return Json.object()
        .put("access_token", give(principal))
        .put("expires_on", String.valueOf(until))
        .put("resource", resource)
        .put("token_type", "Bearer");
  }

  /** The answer of Entra ID's token endpoint. */
  ObjectNode clientCredentials(String principal) {
    long lifetime = settings.tokenLifetime.toSeconds();
    return Json.object()
        .put("token_type", "Bearer")
        .put("expires_in", lifetime)
        .put("ext_expires_in", lifetime)
        .put("access_token", give(principal));
  }

  Instant now() {
    return clock.instant();
  }

  private String give(String principal) {
    if (given.size() > MOST) {
      given.clear();
    }
    String token = UUID.randomUUID().toString();
    given.put(token, new Given(principal, clock.instant().plus(settings.tokenLifetime)));
    return token;
  }

  private static String digest(String token) {
    byte[] bytes = token.getBytes(StandardCharsets.UTF_8);
    return X509.hex(X509.thumbprint(bytes)).toLowerCase(Locale.ROOT);
  }
}
