package io.linkfleet.sqlserver;

import io.linkfleet.event.SourceServer;
import io.linkfleet.plan.Step;
import io.linkfleet.plan.Visit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A visit to all servers of a pair: a session on each, all of their locks or none, and steps that
 * name their server.
 *
 * <p>Locks are taken in the order of the servers' addresses, so that two pairs with the same servers
 * in other roles do not wait for each other.
 */
public abstract class HostsVisit<S> implements Visit<S> {
  private final Map<String, SqlConnection> sessions = new LinkedHashMap<>();
  private final List<SqlConnection> byAddress = new ArrayList<>();

  /**
   * Opens a session on each server.
   *
   * @throws SqlFailure when one of them cannot be reached; then none stays open
   */
  protected HostsVisit(SqlServers servers, List<SourceServer> hosts) {
    try {
      for (SourceServer host : hosts) {
        sessions.put(host.name(), servers.open(host));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    hosts.stream()
        .sorted(Comparator.comparing(SourceServer::address))
        .forEach(host -> byAddress.add(sessions.get(host.name())));
  }

  /** The session on the server of that label. */
  protected final SqlConnection on(String label) {
    return sessions.get(label);
  }

  @Override
  public boolean lock() {
    for (SqlConnection session : byAddress) {
      if (!session.lock()) {
        unlock();
        return false;
      }
    }
    return true;
  }

  @Override
  public void unlock() {
    byAddress.forEach(SqlConnection::unlock);
  }

  @Override
  public void apply(Step step) {
    On action = (On) step.action();
    on(action.server()).execute(step.sentence(), action.statement());
  }

  @Override
  public void close() {
    sessions.values().forEach(SqlConnection::close);
  }
}
