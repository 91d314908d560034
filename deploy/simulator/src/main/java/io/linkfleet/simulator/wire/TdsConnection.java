package io.linkfleet.simulator.wire;

import io.linkfleet.simulator.session.Parameter;
import io.linkfleet.simulator.session.Reply.ClientGone;
import io.linkfleet.simulator.session.SqlMessage;
import io.linkfleet.simulator.session.SqlSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One connection from its first byte to its end: encryption, login, requests one by one, attention.
 *
 * <p>Its own thread does everything; {@link ConnectionWatch} looks at it from time to time and may
 * close it or read ahead while a request runs.
 */
final class TdsConnection implements Runnable, Requests.Interruption {
  private static final System.Logger LOG = System.getLogger("io.linkfleet.simulator.wire");
  private static final long READ_AHEAD_AFTER_NANOS = 15_000_000;
  private static final long LOOK_WHETHER_AWAKE_MILLIS = 20;

  private final TdsListener listener;
  private final Socket socket;
  private volatile long openedNanos = System.nanoTime();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Object gate = new Object();
  private volatile Handshake.Channel channel;
  private volatile Requests requests;
  private volatile long busySinceNanos;
  private volatile boolean loggedIn;
  private LoginPhase.Login login;
  private ReplyWriter reply;
  private RequestRunner runner;
  private String lastText = "";
  /** What is still to strike at the request that runs, or null. */
  private ConnectionFaults.Strike pending;
  private volatile long dropAtNanos;
  // Guarded by gate: an attention must hit the batch for which it came, never the next one.
  private SqlSession running;

  TdsConnection(TdsListener listener, Socket socket) {
    this.listener = listener;
    this.socket = socket;
  }

  @Override
  public void run() {
    try {
      untilAwake();
      // A server that was silent has not looked at its clients' patience either.
      openedNanos = System.nanoTime();
      if (open()) {
        serve();
      }
    } catch (IOException | UncheckedIOException | ClientGone e) {
      LOG.log(Level.DEBUG, () -> listener.name() + ": connection ended: " + e);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, listener.name() + ": connection ended by a bug", e);
    } finally {
      close();
      if (requests != null) {
        requests.close();
      }
      if (login != null) {
        login.session().close();
      }
      listener.ended(this);
    }
  }

  private boolean open() throws IOException {
    WireLimits limits = listener.limits();
    Handshake.Channel opened =
        Handshake.open(socket, listener.tls(), listener.port().productVersion(), limits, () ->
            new PacketReader(null, listener.budget()));
    channel = opened;
    reply = new ReplyWriter(opened.out(), listener.port().serverName());
    login = LoginPhase.run(opened, reply, listener.port(), limits).orElse(null);
    if (login == null) {
      return false;
    }
    requests = new Requests(opened.in(), limits.maxRequestBytes());
    runner = new RequestRunner(reply, this::execute);
    loggedIn = true;
    return true;
  }

  private void serve() throws IOException {
    TdsMessage message = requests.next();
    while (message != null) {
      if (message.type() == TdsMessage.ATTENTION) {
        reply.acknowledgeAttention();
      } else if (!answer(message)) {
        return;
      }
      message = requests.next();
    }
  }

  /** Runs one request; false when the connection is to end. */
  private boolean answer(TdsMessage message) throws IOException {
    busySinceNanos = System.nanoTime() | 1;
    boolean sound = true;
    boolean sent = false;
    pending = null;
    try {
      reply.begin();
      if (message.has(TdsMessage.IGNORE)) {
        // The client gave up while sending. Unverified: a server answers with a failed DONE.
        reply.done(-1, 0, true);
      } else {
        if (message.has(TdsMessage.RESET) || message.has(TdsMessage.RESET_KEEP_TRANSACTION)) {
          resetSession(message);
        }
        try {
          runner.run(message);
        } catch (ClientGone e) {
          throw e;
        } catch (RuntimeException | StackOverflowError e) {
          LOG.log(Level.WARNING, listener.name() + ": the simulator failed at: " + lastText, e);
          // Not of severity 20, for which the driver shows "closed" in place of the reason.
          reply.message(new SqlMessage(50000, 16, 1, "simulator: " + e, "", 1));
          sound = false;
        }
        sufferPending();
      }
      untilAwake();
      reply.end();
      sent = true;
      return sound && !reply.isFatal();
    } finally {
      login.session().answered(sent);
      channel.in().release(message);
      busySinceNanos = 0;
    }
  }

  private void execute(String batch, List<Parameter> parameters) throws IOException {
    lastText = batch;
    if (sufferBefore(batch)) {
      return;
    }
    SqlSession session = login.session();
    synchronized (gate) {
      running = session;
    }
    try {
      session.execute(batch, parameters, reply);
    } finally {
      synchronized (gate) {
        running = null;
      }
    }
  }

  /** Whatever strikes before or with a batch; true when that is refused. */
  private boolean sufferBefore(String batch) throws IOException {
    untilAwake();
    Optional<ConnectionFaults.Strike> hit =
        listener
            .faults()
            .strike(
                new ConnectionFaults.Request(
                    listener.name(), login.request().user(), login.session().spid(), batch));
    if (hit.isEmpty()) {
      return false;
    }
    ConnectionFaults.Strike strike = hit.get();
    if (strike.act() == ConnectionFaults.Act.REFUSE) {
      reply.message(strike.error());
      reply.done(-1, 0, true);
      return true;
    }
    if (strike.moment() == ConnectionFaults.Moment.BEFORE) {
      suffer(strike.act());
    }
    pending = strike;
    if (strike.moment() == ConnectionFaults.Moment.DURING) {
      dropAtNanos = System.nanoTime() + strike.delay().toNanos() | 1;
    }
    return false;
  }

  private void sufferPending() throws IOException {
    if (pending != null) {
      // One that was to strike during the statement is waited for: no answer before it.
      suffer(
          pending.moment() == ConnectionFaults.Moment.DURING
              ? ConnectionFaults.Act.HANG
              : pending.act());
    }
  }

  private void suffer(ConnectionFaults.Act act) throws IOException {
    if (act == ConnectionFaults.Act.HANG) {
      try {
        closed.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    close();
    throw new IOException("fault: " + act);
  }

  private void untilAwake() throws IOException {
    while (listener.faults().isHung(listener.name())) {
      try {
        if (closed.await(LOOK_WHETHER_AWAKE_MILLIS, TimeUnit.MILLISECONDS)) {
          throw new IOException("the connection ended while its server was silent");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException(e);
      }
    }
  }

  /** A pool hands the connection to its next user: a new session of the same login. */
  private void resetSession(TdsMessage message) throws IOException {
    if (message.has(TdsMessage.RESET_KEEP_TRANSACTION)) {
      throw new ProtocolException("a reset that keeps the transaction is not simulated");
    }
    login.session().close();
    login = LoginPhase.again(login, listener.port());
    channel.out().spid(login.session().spid());
    runner.reset();
    reply.changed(18, "", "");
  }

  @Override
  public void attention() {
    synchronized (gate) {
      reply.cancel();
      if (running != null) {
        running.cancel();
      }
    }
  }

  @Override
  public void clientGone() {
    close();
    attention();
  }

  /** Looks whether a limit is reached; called by the watch. */
  void tick(long now) {
    Handshake.Channel open = channel;
    long dropAt = dropAtNanos;
    if (dropAt != 0 && now - dropAt >= 0) {
      drop();
    } else if (listener.faults().isHung(listener.name())) {
      return;
    }
    if (!loggedIn && now - openedNanos > listener.limits().login().toNanos()) {
      LOG.log(Level.DEBUG, () -> listener.name() + ": no login in time");
      close();
    } else if (open != null
        && (stalled(open.in().startedNanos(), now) || stalled(open.out().startedNanos(), now))) {
      LOG.log(Level.DEBUG, () -> listener.name() + ": the client stopped half way");
      close();
    }
    long busy = busySinceNanos;
    if (busy != 0 && now - busy > READ_AHEAD_AFTER_NANOS) {
      requests.readAhead(listener.threads(), this);
      if (reply.isCancelled()) {
        // The first call may have come before the batch had begun.
        attention();
      }
    }
  }

  private boolean stalled(long since, long now) {
    return since != 0 && now - since > listener.limits().stalled().toNanos();
  }

  /** Ends the connection from any thread; its own thread notices at once. */
  void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "closing", e);
    }
    closed.countDown();
  }

  /** Ends the connection and whatever it runs. */
  void drop() {
    close();
    if (loggedIn) {
      attention();
    }
  }
}
