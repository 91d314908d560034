package io.linkfleet.simulator.azure;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** Owns what a request must bring: a token, an api-version, a place in the bucket. */
final class ArmGate {
  private final String tenant;
  private final TokenBuckets buckets;

  ArmGate(String tenant, TokenBuckets buckets) {
    this.tenant = tenant;
    this.buckets = buckets;
  }

  /**
   * Who asks: the principal of a token of this simulator, otherwise a name made from the token's
   * digest, because a token itself must never reach the record.
   */
  static Optional<String> principal(String authorization) {
    if (authorization == null
        || !authorization.toLowerCase(Locale.ROOT).startsWith("bearer ")
        || authorization.substring(7).isBlank()) {
      return Optional.empty();
    }
    String token = authorization.substring(7).trim();
    Optional<String> ours = Tokens.principal(token);
    return ours.isPresent()
        ? ours
        : Optional.of("token-" + Tokens.digest(token.getBytes(StandardCharsets.UTF_8)));
  }

  ArmReply unauthenticated() {
    return ArmReply.error(
            401,
            "AuthenticationFailed",
            "Authentication failed. The 'Authorization' header is missing.")
        .with(
            "WWW-Authenticate",
            "Bearer authorization_uri=\"https://login.windows.net/" + tenant
                + "\", error=\"invalid_token\", error_description=\"The authentication failed "
                + "because of missing 'Authorization' header.\"");
  }

  /** The refusal for an api-version that is missing or unknown. */
  static Optional<ArmReply> wrongVersion(ArmRequest request) {
    String version = request.apiVersion();
    if (version == null || version.isBlank()) {
      return Optional.of(
          ArmReply.error(
              400,
              "MissingApiVersionParameter",
              "The api-version query parameter (?api-version=) is required for all requests."));
    }
    return LinkShape.VERSIONS.contains(version)
        ? Optional.empty()
        : Optional.of(
            ArmReply.error(
                400,
                "NoRegisteredProviderFound",
                ("No registered resource provider found for API version '%s'. "
                        + "The supported api-versions are '%s'.")
                    .formatted(
                        version,
                        String.join(", ", new java.util.TreeSet<>(LinkShape.VERSIONS)))));
  }

  TokenBuckets.Grant token(ArmRequest request) {
    return buckets.take(request.principal(), request.method());
  }

  /** The code is from memory of the product's answers, the headers are documented. */
  static ArmReply throttled(TokenBuckets.Grant grant) {
    return ArmReply.error(
            429,
            "SubscriptionRequestsThrottled",
            ("Number of %s for subscription and principal exceeded the limit. "
                    + "Please try again after '%d' seconds.")
                .formatted(grant.kind(), grant.retryAfterSeconds()))
        .with("Retry-After", String.valueOf(grant.retryAfterSeconds()));
  }
}
