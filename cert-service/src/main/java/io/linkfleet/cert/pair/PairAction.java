package io.linkfleet.cert.pair;

import io.linkfleet.cert.CertSql;
import io.linkfleet.plan.Action;
import java.util.Optional;

/**
 * Makes the database master key of one server. The plan holds only the name of the password: it is
 * looked up, or generated and kept, when the step is taken, so that a dry run makes no secret.
 *
 * @param server the server's label
 * @param secret name of the password in the secret store
 */
record PairAction(String server, String secret) implements Action {
  @Override
  public String shown() {
    return "-- the password is the secret "
        + secret
        + ", generated and kept there when there is none\n"
        + CertSql.createMasterKey("?").shown();
  }

  @Override
  public Optional<String> where() {
    return Optional.of(server);
  }
}
