package io.linkfleet.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that take their time, at a real HTTP server that was told nothing of the deadline. */
class RequestDeadlineTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(400);
  private static final Duration LONG = Duration.ofHours(1);
  private static final String HEAD = "POST / HTTP/1.1\r\nHost: test\r\n";

  private Vertx vertx;
  private HttpServer server;
  private Socket socket;

  /** Answers with the length of the body, after a while. */
  private void serve(Duration timeout, Duration thinking) throws Exception {
    System.setProperty(RequestDeadline.TIMEOUT, timeout.toString());
    vertx = Vertx.vertx();
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request.bodyHandler(
                        body ->
                            vertx.setTimer(
                                Math.max(1, thinking.toMillis()),
                                timer -> request.response().end("took " + body.length()))))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket.setSoTimeout(1);
  }

  @AfterEach
  void stop() throws Exception {
    System.clearProperty(RequestDeadline.TIMEOUT);
    socket.close();
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void aHeadThatComesByteByByteIsNotWaitedForWithoutEnd() throws Exception {
    serve(SHORT, Duration.ZERO);
    send(HEAD + "X-Slow: ");

    dripUntilItIsLetGo();
  }

  @Test
  void aBodyThatComesByteByByteIsNotWaitedForWithoutEnd() throws Exception {
    serve(SHORT, Duration.ZERO);
    send(HEAD + "Content-Length: 1000000\r\n\r\n");

    dripUntilItIsLetGo();
  }

  @Test
  void theNextRequestOfAConnectionHasTheSameTime() throws Exception {
    serve(SHORT, Duration.ZERO);
    send(HEAD + "Content-Length: 4\r\n\r\nsome");
    awaitAnswer("took 4");
    send(HEAD + "X-Slow: ");

    dripUntilItIsLetGo();
  }

  @Test
  void whoIsSlowAndComesToTheEndIsServed() throws Exception {
    serve(LONG, Duration.ZERO);
    String slow = HEAD + "Content-Length: 20\r\n\r\n" + "x".repeat(20);
    int[] next = {0};

    await("byte by byte, for longer than the others had")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              send(slow.substring(next[0], ++next[0]));
              return next[0] == slow.length();
            });

    awaitAnswer("took 20");
  }

  /** Neither the answer nor the pause between two requests is the client's doing. */
  @Test
  void onlyTheRequestIsTimed() throws Exception {
    serve(SHORT, SHORT.multipliedBy(3));
    send(HEAD + "Content-Length: 4\r\n\r\nsome");
    awaitAnswer("took 4");
    long end = System.nanoTime() + SHORT.multipliedBy(3).toNanos();
    await("a pause").atMost(LIMIT).until(() -> System.nanoTime() - end > 0);

    send(HEAD + "Content-Length: 5\r\n\r\nagain");
    awaitAnswer("took 5");
  }

  private void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends bytes one by one until the server has closed. */
  private void dripUntilItIsLetGo() {
    StringBuilder got = new StringBuilder();
    await("it is let go")
        .atMost(LIMIT)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> !isOpen(got) || !isSent());
    assertThat(got.toString()).isEmpty();
  }

  private boolean isSent() {
    try {
      send("x");
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private boolean isOpen(StringBuilder got) {
    try {
      InputStream in = socket.getInputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        got.append((char) next);
      }
      return false;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void awaitAnswer(String text) {
    StringBuilder got = new StringBuilder();
    await(text)
        .atMost(LIMIT)
        .until(
            () -> {
              assertThat(isOpen(got)).as("open, after %s", got).isTrue();
              return got.toString().endsWith(text);
            });
  }
}
