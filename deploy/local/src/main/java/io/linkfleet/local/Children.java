package io.linkfleet.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Owns the starting of processes and the wait until each is ready, or has died. */
final class Children {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final int TAIL = 15;
  private static final Set<String> INHERITED =
      Set.of("PATH", "HOME", "TZ", "TMPDIR", "USER");
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

  private final ProcessTable table;
  private boolean closed;

  Children(ProcessTable table) {
    this.table = table;
  }

  /** A process that was started by this one. */
  record Child(Program program, Process process) {}

  /** Starts one and notes it; refused after {@link #close}. */
  synchronized Child start(Program program) throws StackProblem {
    if (closed) {
      throw new StackProblem("Stopped before everything was started.");
    }
    ProcessBuilder builder = new ProcessBuilder(program.command());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(INHERITED);
    // the C library's arenas cost tens of MB per process otherwise
    environment.put("MALLOC_ARENA_MAX", "2");
    // logs hold names of every script
    environment.put("LC_ALL", "C.UTF-8");
    environment.putAll(program.environment());
    builder.directory(program.log().getParent().toFile());
    builder.redirectErrorStream(true).redirectOutput(program.log().toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
    try {
      Process process = builder.start();
      RunningProcess noted =
          RunningProcess.of(program.name(), process, program.port(), program.log());
      table.add(noted);
      return new Child(program, process);
    } catch (IOException e) {
      throw new StackProblem(program.name() + " could not be started: " + e.getMessage());
    }
  }

  /** Nothing is started from now on. */
  synchronized void close() {
    closed = true;
  }

  /** Returns when the process is ready. */
  static void awaitReady(Child child) throws StackProblem, InterruptedException {
    Program program = child.program();
    long end = System.nanoTime() + program.within().toNanos();
    while (!isReady(program.port(), program.ready())) {
      if (!child.process().isAlive()) {
        throw new StackProblem(
            program.name()
                + " ended while it was starting, with exit code "
                + child.process().exitValue()
                + ". The end of its log, "
                + program.log()
                + ":",
            tail(program.log(), TAIL));
      }
      if (System.nanoTime() > end) {
        throw new StackProblem(
            program.name()
                + " was not ready within "
                + program.within().toSeconds()
                + " s. The end of its log, "
                + program.log()
                + ":",
            tail(program.log(), TAIL));
      }
      Thread.sleep(LOOK_EVERY.toMillis());
    }
  }

  /** Whether the page answers 200; without a page, whether the port takes a connection. */
  static boolean isReady(int port, URI page) {
    if (page == null) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
        return true;
      } catch (IOException e) {
        return false;
      }
    }
    HttpRequest request = HttpRequest.newBuilder(page).timeout(Duration.ofSeconds(3)).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** The last lines of a log. */
  static List<String> tail(Path log, int lines) {
    try {
      // a log may hold bytes that are no UTF-8
      List<String> all =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return all.subList(Math.max(0, all.size() - lines), all.size());
    } catch (IOException e) {
      return List.of("(the log cannot be read: " + e + ")");
    }
  }
}
