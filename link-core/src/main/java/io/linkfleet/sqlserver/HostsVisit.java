package io.linkfleet.sqlserver;

import io.linkfleet.event.SourceServer;
import io.linkfleet.plan.Step;
import io.linkfleet.plan.Visit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A visit to all servers of a pair: a session on each, all of their locks or none, and steps that
 * name their server.
 *
 * <p>Locks are taken in the order of the servers' addresses, so that two pairs with the same
 * servers in other roles do not wait for each other.
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
    this(servers, hosts, host -> false);
  }

  /**
   * Opens a session on each server.
   *
   * @param dispensable tells which servers the visit goes on without when they do not answer
   * @throws SqlFailure when another cannot be reached; then no session stays open
   */
  protected HostsVisit(
      SqlServers servers, List<SourceServer> hosts, Predicate<SourceServer> dispensable) {
    try {
      for (SourceServer host : hosts) {
        open(servers, host, dispensable.test(host));
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    hosts.stream()
        .filter(host -> sessions.containsKey(host.name()))
        .sorted(Comparator.comparing(SourceServer::address))
        .forEach(host -> byAddress.add(sessions.get(host.name())));
  }

  private void open(SqlServers servers, SourceServer host, boolean dispensable) {
    try {
      sessions.put(host.name(), servers.open(host));
    } catch (SqlFailure e) {
      if (!dispensable || e.kind() != SqlFailure.Kind.UNREACHABLE) {
        throw e;
      }
    }
  }

  /**
   * The lane of a pair: its own, so that a partner that is down holds up nothing else of the source.
   */
  public static String lane(List<SourceServer> hosts) {
    return hosts.stream().map(SourceServer::address).collect(Collectors.joining(" "));
  }

  /** Whether there is a session on the server of that label. */
  protected final boolean reached(String label) {
    return sessions.containsKey(label);
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
