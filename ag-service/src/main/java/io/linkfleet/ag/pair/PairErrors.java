package io.linkfleet.ag.pair;

import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.plan.Plan;
import io.linkfleet.plan.Reason;
import io.linkfleet.sqlserver.SqlFailure;
import java.time.Duration;
import java.util.Optional;

/** What the errors of availability groups mean for a pair. */
final class PairErrors {
  private PairErrors() {}

  static Optional<Plan> explain(EndpointReady event, RuntimeException failure) {
    return failure instanceof SqlFailure sql
        ? Optional.ofNullable(explain(event, sql))
        : Optional.empty();
  }

  private static Plan explain(EndpointReady event, SqlFailure failure) {
    var addresses = event.endpoint().hosts();
    String source = addresses.get(event.link().source().name());
    String partner = addresses.get(event.link().partner().server().name());
    return switch (failure.number()) {
      case 47106 ->
          blocked(
              Reason.PARTNER_UNREACHABLE,
              failure,
              "See that %s and %s reach each other in both directions: the firewall, both"
                      .formatted(source, partner)
                  + " endpoints STARTED with one algorithm in common, both certificates valid and"
                  + " imported on the other side, CONNECT granted to their logins;"
                  + " last_connect_error_description of the primary says more");
      case 19511 ->
          blocked(
              Reason.GROUP_CONFLICT,
              failure,
              "The group on the partner must hold no database before it joins: drop what is in it"
                  + " if nobody needs it");
      case 1478, 1408, 1412, 41142, 41122, 41140 ->
          new Plan.Waiting(
              Reason.IN_PROGRESS,
              failure.getMessage() + " — the groups changed meanwhile; the next look decides",
              Duration.ofSeconds(2),
              null);
      default -> null;
    };
  }

  private static Plan blocked(Reason reason, SqlFailure failure, String nextAction) {
    return new Plan.Blocked(reason, failure.getMessage(), nextAction + "; then ask again.");
  }
}
