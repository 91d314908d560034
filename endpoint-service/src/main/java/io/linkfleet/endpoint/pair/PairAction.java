package io.linkfleet.endpoint.pair;

import io.linkfleet.plan.Action;
import java.util.Optional;

/**
 * Makes the login of another server. The plan holds only the name of the password: it is looked up,
 * or generated and kept, when the step is taken, so that a dry run makes no secret.
 *
 * @param server label of the server that gets the login
 * @param login its name
 * @param secret name of the password in the secret store
 */
record PairAction(String server, String login, String secret) implements Action {
  @Override
  public String shown() {
    return "-- the password is the secret "
        + secret
        + ", generated and kept there when there is none\n"
        + PairSql.createLogin(login, "?").shown();
  }

  @Override
  public Optional<String> where() {
    return Optional.of(server);
  }
}
