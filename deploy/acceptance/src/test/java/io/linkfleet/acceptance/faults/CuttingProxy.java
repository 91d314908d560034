package io.linkfleet.acceptance.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between a service and a server, and breaks the first connections at a chosen byte of what
 * is asked or answered; the later ones pass.
 */
final class CuttingProxy implements AutoCloseable {
  /**
   * Where a connection breaks.
   *
   * @param answer in what the server sends; otherwise in what it is sent
   * @param bytes after so many bytes in that direction
   * @param silent nothing comes any more and nobody says why, until the server finds out by itself;
   *     otherwise it is reset
   */
  record Cut(boolean answer, long bytes, boolean silent) {}

  /**
   * SQL Server's default for Keep Alive of TCP/IP: then it asks whether the client is there, and
   * ends the session of one that is not. Here the proxy would answer in the client's place.
   */
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  private static final ScheduledExecutorService TIMER =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "keep-alive");
            thread.setDaemon(true);
            return thread;
          });

  private final ServerSocket listener;
  private final int server;
  private final Iterator<Cut> cuts;
  private final AtomicInteger made = new AtomicInteger();
  private final ConcurrentLinkedQueue<Socket> open = new ConcurrentLinkedQueue<>();

  CuttingProxy(int server, List<Cut> cuts) throws IOException {
    this.server = server;
    this.cuts = cuts.iterator();
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("cutting-proxy", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many connections it has broken. */
  int made() {
    return made.get();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket to = new Socket();
        open.add(client);
        open.add(to);
        to.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server), 5000);
        Cut cut = cuts.hasNext() ? cuts.next() : null;
        boolean[] silent = {false};
        start("asked", () -> pump(client, to, cut != null && !cut.answer() ? cut : null, silent));
        start("answered", () -> pump(to, client, cut != null && cut.answer() ? cut : null, silent));
      } catch (IOException e) {
        // closed, or the server is away and the client will see that
      }
    }
  }

  private void pump(Socket from, Socket to, Cut cut, boolean[] silent) {
    AtomicLong passed = new AtomicLong();
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[8192];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        long left = cut == null ? read : Math.min(read, cut.bytes() - passed.get());
        synchronized (silent) {
          if (!silent[0]) {
            out.write(buffer, 0, (int) left);
            out.flush();
          }
        }
        if (cut != null && passed.addAndGet(read) >= cut.bytes() && !silent[0]) {
          made.incrementAndGet();
          if (!cut.silent()) {
            reset(from);
            reset(to);
            return;
          }
          synchronized (silent) {
            silent[0] = true;
          }
          Socket toServer = cut.answer() ? from : to;
          TIMER.schedule(() -> reset(toServer), KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS);
        }
      }
      synchronized (silent) {
        if (!silent[0]) {
          to.shutdownOutput();
        }
      }
    } catch (IOException e) {
      reset(from);
      reset(to);
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException e) {
      // it is closed
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    open.forEach(CuttingProxy::reset);
  }
}
