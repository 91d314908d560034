package io.linkfleet.simulator.azure;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Owns what a request must bring: a token, an api-version, a role, a place in the bucket. */
final class ArmGate {
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("M/d/yyyy h:mm:ss a", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String tenant;
  private final Tokens tokens;
  private final Roles roles;
  private final TokenBuckets buckets;

  ArmGate(String tenant, Tokens tokens, Roles roles, TokenBuckets buckets) {
    this.tenant = tenant;
    this.tokens = tokens;
    this.roles = roles;
    this.buckets = buckets;
  }

  /** Who asks, or empty without a bearer token; a token itself must never reach the record. */
  Optional<String> principal(String authorization) {
    return bearer(authorization).map(tokens::principal);
  }

  /** The refusal of a request without a token, or with one that has ended. */
  Optional<ArmReply> unauthenticated(String authorization) {
    Optional<String> token = bearer(authorization);
    if (token.isEmpty()) {
      return Optional.of(
          challenged(
              "AuthenticationFailed",
              "Authentication failed. The 'Authorization' header is missing.",
              "The authentication failed because of missing 'Authorization' header."));
    }
    return tokens
        .ended(token.get())
        .map(
            then ->
                challenged(
                    "ExpiredAuthenticationToken",
                    "The access token expiry UTC time '%s' is earlier than current UTC time '%s'."
                        .formatted(AT.format(then), AT.format(tokens.now())),
                    "The access token expired."));
  }

  private ArmReply challenged(String code, String message, String description) {
    return ArmReply.error(401, code, message)
        .with(
            "WWW-Authenticate",
            "Bearer authorization_uri=\"https://login.windows.net/" + tenant
                + "\", error=\"invalid_token\", error_description=\"" + description + "\"");
  }

  private static Optional<String> bearer(String authorization) {
    return authorization == null
            || !authorization.toLowerCase(Locale.ROOT).startsWith("bearer ")
            || authorization.substring(7).isBlank()
        ? Optional.empty()
        : Optional.of(authorization.substring(7).trim());
  }

  /** The refusal of what the principal's role does not allow. */
  Optional<ArmReply> forbidden(ArmRequest request) {
    return roles.refusal(request);
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
    if (LinkShape.VERSIONS_ELSEWHERE.contains(version)) {
      return Optional.of(
          ArmReply.error(
              501, "NotSimulated", "The api-version " + version + " is not simulated."));
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
