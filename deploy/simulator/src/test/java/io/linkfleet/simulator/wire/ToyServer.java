package io.linkfleet.simulator.wire;

import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.Parameter;
import io.linkfleet.simulator.session.Reply;
import io.linkfleet.simulator.session.SqlMessage;
import io.linkfleet.simulator.session.SqlServerPort;
import io.linkfleet.simulator.session.SqlSession;
import io.linkfleet.simulator.session.SqlType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** For tests only: a server whose answers to given texts the test writes itself. */
final class ToyServer implements SqlServerPort {
  static final String USER = "sa";
  static final String PASSWORD = "Str0ng;Pässw0rd!";

  /** What to answer to one text. */
  interface Script {
    void run(Toy session, List<Parameter> parameters, Reply reply);
  }

  final Map<String, Script> scripts = new ConcurrentHashMap<>();
  final List<String> batches = new CopyOnWriteArrayList<>();
  final List<Toy> sessions = new CopyOnWriteArrayList<>();
  final AtomicInteger open = new AtomicInteger();
  volatile boolean up = true;

  ToyServer() {
    on("SELECT 1", (s, p, reply) -> scalar(reply, 1));
    on("wait", (s, p, reply) -> s.waitForCancel(reply));
  }

  ToyServer on(String text, Script script) {
    scripts.put(text, script);
    return this;
  }

  static void scalar(Reply reply, int value) {
    reply.columns(List.of(new Column("", SqlType.INT, 0)));
    reply.row(new Object[] {value});
    reply.done(1, 0xC1, false);
  }

  static SqlMessage error(int number, int severity, String text) {
    return new SqlMessage(number, severity, 1, text, "", 3);
  }

  @Override
  public String serverName() {
    return "TOY\\ONE";
  }

  @Override
  public int[] productVersion() {
    return new int[] {16, 0, 4165};
  }

  @Override
  public boolean isUp() {
    return up;
  }

  @Override
  public LoginResult login(LoginRequest request) {
    if (!USER.equals(request.user()) || !PASSWORD.equals(request.password())) {
      String text = "Login failed for user '" + request.user() + "'.";
      return new LoginResult.Refused(List.of(error(18456, 14, text)));
    }
    var session = new Toy(51 + sessions.size(), request);
    sessions.add(session);
    open.incrementAndGet();
    return new LoginResult.Accepted(session);
  }

  /** For tests only: one session of the toy. */
  final class Toy implements SqlSession {
    final LoginRequest login;
    final CountDownLatch cancelled = new CountDownLatch(1);
    final CountDownLatch waiting = new CountDownLatch(1);
    volatile boolean closed;
    private final int spid;
    private String database;

    Toy(int spid, LoginRequest login) {
      this.spid = spid;
      this.login = login;
      this.database = login.database().isEmpty() ? "master" : login.database();
    }

    @Override
    public int spid() {
      return spid;
    }

    @Override
    public String database() {
      return database;
    }

    @Override
    public void execute(String batch, List<Parameter> parameters, Reply reply) {
      batches.add(batch);
      // Clients add white space of their own, which is not what the scripts are about.
      Script script = scripts.get(batch.replaceAll("\\s+", " ").strip());
      if (script == null) {
        reply.done(-1, 0, false);
      } else {
        script.run(this, parameters, reply);
      }
    }

    void use(String other, Reply reply) {
      reply.databaseChanged(other, database);
      reply.message(
          new SqlMessage(5701, 10, 1, "Changed database context to '" + other + "'.", "", 1));
      database = other;
      reply.done(-1, 0, false);
    }

    private void waitForCancel(Reply reply) {
      waiting.countDown();
      try {
        cancelled.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      reply.done(-1, 0, true);
    }

    @Override
    public void cancel() {
      cancelled.countDown();
    }

    @Override
    public void close() {
      if (!closed) {
        open.decrementAndGet();
      }
      closed = true;
    }
  }
}
