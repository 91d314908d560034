package io.linkfleet.simulator.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.simulator.engine.X509;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Owns the access tokens that this simulator gives out and the principals they stand for. */
public final class Tokens {
  private static final ConcurrentHashMap<String, String> GIVEN = new ConcurrentHashMap<>();
  private static final int MOST = 10_000;

  private Tokens() {}

  /** A token for a principal, an hour long. */
  static String give(String principal) {
    if (GIVEN.size() > MOST) {
      GIVEN.clear();
    }
    String token = UUID.randomUUID().toString();
    GIVEN.put(token, principal);
    return token;
  }

  static Optional<String> principal(String token) {
    return Optional.ofNullable(GIVEN.get(token));
  }

  /** The answer of the managed identity endpoint of an App Service or container. */
  public static ObjectNode managedIdentity(String principal, String resource, long nowSeconds) {
    return Json.object()
        .put("access_token", give(principal))
        .put("expires_on", String.valueOf(nowSeconds + 3600))
        .put("resource", resource)
        .put("token_type", "Bearer");
  }

  /** The answer of Entra ID's token endpoint. */
  static ObjectNode clientCredentials(String principal) {
    return Json.object()
        .put("token_type", "Bearer")
        .put("expires_in", 3599)
        .put("ext_expires_in", 3599)
        .put("access_token", give(principal));
  }

  /** A few digits that tell tokens apart without giving them away. */
  static String digest(byte[] token) {
    return X509.hex(X509.thumbprint(token)).substring(0, 8).toLowerCase(java.util.Locale.ROOT);
  }
}
