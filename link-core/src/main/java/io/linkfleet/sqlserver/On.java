package io.linkfleet.sqlserver;

import io.linkfleet.plan.Action;
import java.util.Optional;

/**
 * A statement for one of the servers of a pair.
 *
 * @param server the server's label
 * @param statement what to run there
 */
public record On(String server, Statement statement) implements Action {
  @Override
  public String shown() {
    return statement.shown();
  }

  @Override
  public Optional<String> where() {
    return Optional.of(server);
  }
}
