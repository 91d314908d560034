package io.linkfleet.monitor.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that come slowly, at a real HTTP server with nothing but the gate before its answer. */
class BodyGateTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int LARGE = 50_000;
  private static final String CHUNKED = "Transfer-Encoding: chunked";

  private final Vertx vertx = Vertx.vertx();
  private final List<Socket> open = new ArrayList<>();
  private HttpServer server;

  private void serve() throws Exception {
    Filters filters = new Filters();
    new BodyGate().register(filters);
    Router router = Router.router(vertx);
    router.route().handler(filters.getFilters().get(0).getHandler());
    router
        .route()
        .handler(
            context ->
                context
                    .request()
                    .bodyHandler(body -> context.response().end("took " + body.length())));
    server =
        vertx
            .createHttpServer()
            .requestHandler(router)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @AfterEach
  void stop() throws Exception {
    for (Socket socket : open) {
      socket.close();
    }
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void asManyAsThereArePlacesMayBeSlowAndTheNextIsAskedToComeBack() throws Exception {
    serve();
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < BodyGate.AT_ONCE; i++) {
      slow.add(begin("Content-Length: " + LARGE, "some"));
    }

    String refused = awaitRefusal();
    assertThat(refused).contains("retry-after: 5").contains("connection: close");
    assertThat(answer(begin("Content-Length: 4", "some")))
        .as("a small body needs no place")
        .contains("took 4");

    send(slow.get(0), "x".repeat(LARGE - 4));
    assertThat(answer(slow.get(0))).as("slow, and complete").contains("took " + LARGE);
    await("its place is free")
        .atMost(LIMIT)
        .until(() -> whole("Content-Length: " + LARGE).contains("took " + LARGE));
  }

  @Test
  void aClientThatGoesAwayLeavesItsPlace() throws Exception {
    serve();
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < BodyGate.AT_ONCE; i++) {
      slow.add(begin("Content-Length: " + LARGE, "some"));
    }
    awaitRefusal();

    for (Socket socket : slow) {
      socket.close();
    }

    await("its place is free")
        .atMost(LIMIT)
        .until(() -> whole("Content-Length: " + LARGE).contains("took " + LARGE));
  }

  @Test
  void aBodyWhoseLengthIsNotToldCountsAsLarge() throws Exception {
    serve();
    for (int i = 0; i < BodyGate.AT_ONCE; i++) {
      begin(CHUNKED, "4\r\nsome\r\n");
    }

    awaitRefusal();
  }

  /** Until the others have arrived, this one may still get a place. */
  private String awaitRefusal() {
    List<String> answers = new ArrayList<>();
    await("no place is left")
        .atMost(LIMIT)
        .until(
            () -> {
              answers.add(whole("Content-Length: " + LARGE).toLowerCase(java.util.Locale.ROOT));
              return answers.get(answers.size() - 1).startsWith("http/1.1 503");
            });
    return answers.get(answers.size() - 1);
  }

  private String whole(String header) throws IOException {
    return answer(begin(header, "x".repeat(LARGE)));
  }

  private Socket begin(String header, String body) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.actualPort());
    socket.setSoTimeout((int) LIMIT.toMillis());
    open.add(socket);
    send(socket, "POST /rollouts HTTP/1.1\r\nHost: test\r\n" + header + "\r\n\r\n" + body);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
  }

  /** Head and body, or nothing when the connection ends before it. */
  private static String answer(Socket socket) throws IOException {
    StringBuilder all = new StringBuilder();
    try {
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      String line = reader.readLine();
      int length = 0;
      while (line != null && !line.isEmpty()) {
        all.append(line).append('\n');
        if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
          length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
        }
        line = reader.readLine();
      }
      for (int i = 0; i < length; i++) {
        all.append((char) reader.read());
      }
    } catch (java.net.SocketException e) {
      // a connection that is reset has ended as well
      return all.toString();
    }
    return all.toString();
  }
}
