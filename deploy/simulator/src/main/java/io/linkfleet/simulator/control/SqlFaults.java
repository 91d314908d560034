package io.linkfleet.simulator.control;

import io.linkfleet.simulator.engine.Dice;
import io.linkfleet.simulator.session.SqlMessage;
import io.linkfleet.simulator.wire.ConnectionFaults;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Owns what is to go wrong with connections to SQL Servers, and which of these are silent. */
public final class SqlFaults implements ConnectionFaults {
  /**
   * A fault of connections.
   *
   * @param server the server that it waits for, or null for any
   * @param login the login that it waits for, or null for any
   * @param statement words that the batch must have in this order, for example {@code CREATE
   *     CERTIFICATE}; or null for any request
   * @param nth at which of the requests that fit it begins, from 1
   * @param error what a statement that is refused is answered, null for other acts
   * @param times how many it hits, 0 for all that follow
   * @param probability how likely it hits one that it may hit
   */
  public record Fault(
      String server,
      String login,
      String statement,
      Moment moment,
      Act act,
      Duration delay,
      SqlMessage error,
      int nth,
      int times,
      double probability) {

    private boolean fits(Request request, String words) {
      return (server == null || server.equalsIgnoreCase(request.server()))
          && (login == null || login.equalsIgnoreCase(request.login()))
          && (statement == null
              || words.contains(StatementWords.of(statement).stripTrailing() + " "));
    }
  }

  /** A fault and what has become of it. */
  final class Waiting {
    final Fault fault;
    private final String name;
    private final Map<String, Long> throwsOf = new HashMap<>();
    private int met;
    private int struck;

    private Waiting(Fault fault, int number) {
      this.fault = fault;
      this.name = "connection fault " + number + " at ";
    }

    synchronized int met() {
      return met;
    }

    synchronized int struck() {
      return struck;
    }

    private synchronized boolean hits(String server) {
      if (++met < fault.nth() || fault.times() > 0 && struck >= fault.times()) {
        return false;
      }
      long number = throwsOf.merge(server.toUpperCase(Locale.ROOT), 1L, Long::sum);
      if (!dice.hit(fault.probability(), name + server.toUpperCase(Locale.ROOT), number)) {
        return false;
      }
      struck++;
      return true;
    }
  }

  private final Dice dice;
  private final List<Waiting> faults = new CopyOnWriteArrayList<>();
  private final Set<String> hung = ConcurrentHashMap.newKeySet();

  public SqlFaults(Dice dice) {
    this.dice = dice;
  }

  /** A fault for the requests that come from now on. */
  public synchronized void add(Fault fault) {
    faults.add(new Waiting(fault, faults.size() + 1));
  }

  /** Forgets every fault; servers that are silent stay so. */
  public synchronized void clear() {
    faults.clear();
  }

  List<Waiting> waiting() {
    return faults;
  }

  /** The server takes connections and answers nothing. */
  public void hang(String server) {
    hung.add(server.toUpperCase(Locale.ROOT));
  }

  /** The server goes on where it fell silent. */
  public void resume(String server) {
    hung.remove(server.toUpperCase(Locale.ROOT));
  }

  @Override
  public boolean isHung(String server) {
    return !hung.isEmpty() && hung.contains(server.toUpperCase(Locale.ROOT));
  }

  @Override
  public Optional<Strike> strike(Request request) {
    if (faults.isEmpty()) {
      return Optional.empty();
    }
    String words = StatementWords.of(request.text());
    for (Waiting waiting : faults) {
      Fault fault = waiting.fault;
      if (fault.fits(request, words) && waiting.hits(request.server())) {
        return Optional.of(
            new Strike(fault.moment(), fault.act(), fault.delay(), fault.error()));
      }
    }
    return Optional.empty();
  }
}
