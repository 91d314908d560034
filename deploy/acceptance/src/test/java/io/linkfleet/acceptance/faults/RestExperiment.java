package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that nobody with good intentions sends. */
@ExtendWith(SharedStack.class)
class RestExperiment {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String YAML = "application/yaml";
  private static final String JSON = "application/json";

  /** More than any service takes at once. */
  private static final int CROWD = 1200;

  /** What the services take at once, as their configuration says. */
  private static final int MONITOR_TAKES = 1000;

  private static final int PHASE_TAKES = 200;
  private static final Pattern REJECTED =
      Pattern.compile("(?m)^vertx_http_connections_rejected_total\\S* (\\S+)$");

  /** So much may a crowd cost. */
  private static final long MEMORY = 200L << 20;

  private record Sent(String type, byte[] body, List<Integer> right) {
    static Sent of(String type, String body) {
      return new Sent(type, body.getBytes(StandardCharsets.UTF_8), List.of(400));
    }
  }

  private static Map<String, Sent> wrong() {
    Map<String, Sent> all = new LinkedHashMap<>();
    String good = "name: rest\nservers: [{name: A, host: a, endpointHost: a, databases: [%s]}]\n";
    all.put("nothing", Sent.of(YAML, ""));
    all.put("a word", Sent.of(YAML, "hello"));
    all.put("null", Sent.of(JSON, "null"));
    all.put("a list", Sent.of(JSON, "[]"));
    all.put("half of it", Sent.of(JSON, "{\"name\": \"rest\", \"servers\": [{"));
    all.put("two documents", Sent.of(YAML, good.formatted("a") + "---\n" + good.formatted("b")));
    all.put("a key twice", Sent.of(YAML, "name: a\nname: b\nservers: []\n"));
    all.put("trailing", Sent.of(JSON, "{\"name\": \"rest\", \"servers\": []} {}"));
    all.put("aliases", Sent.of(YAML, good.formatted("&a x, *a")));
    all.put(
        "laughs",
        Sent.of(
            YAML,
            "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n"
                + "c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n"
                + "name: *d\n"));
    all.put("itself", Sent.of(YAML, "name: &a [*a]\n"));
    all.put("a class", Sent.of(YAML, "!!javax.script.ScriptEngineManager [x]\n"));
    all.put("deep", Sent.of(JSON, "[".repeat(10_000) + "]".repeat(10_000)));
    all.put("deep YAML", Sent.of(YAML, "[".repeat(10_000)));
    all.put("deep blocks", Sent.of(YAML, "- ".repeat(10_000) + "x"));
    all.put("a huge number", Sent.of(JSON, "{\"name\": 1e999999999, \"servers\": []}"));
    all.put("many digits", Sent.of(JSON, "{\"name\": " + "9".repeat(100_000) + "}"));
    all.put("a long name", Sent.of(JSON, "{\"" + "n".repeat(100_000) + "\": 1}"));
    all.put("a long text", Sent.of(JSON, "{\"name\": \"" + "n".repeat(100_000) + "\"}"));
    all.put("wrong types", Sent.of(YAML, "name: [1]\nservers: {a: 1}\nsubscription: true\n"));
    all.put("unknown field", Sent.of(YAML, good.formatted("{name: a, drop: yes}")));
    all.put("no UTF-8", new Sent(YAML, new byte[] {'n', (byte) 0xC3, (byte) 0x28}, List.of(400)));
    all.put("zeros", new Sent(JSON, new byte[1000], List.of(400)));
    byte[] big = new byte[(5 << 20) + 1];
    java.util.Arrays.fill(big, (byte) ' ');
    all.put("more than 5 MB", new Sent(YAML, big, List.of(400)));
    all.put("more than anybody takes", new Sent(YAML, new byte[7 << 20], List.of(413)));
    all.put("XML", new Sent("text/xml", "<a/>".getBytes(StandardCharsets.UTF_8), List.of(415)));
    return all;
  }

  @Test
  void whatIsNoFleetFileIsRefusedAndHarmsNobody(Stack stack) {
    Run run = Run.begin("rest", stack, List.of());
    List<String> bad = new ArrayList<>();
    wrong()
        .forEach(
            (name, sent) -> {
              Reply reply = post(stack.monitor().resolve("/rollouts"), sent);
              if (!reply.isRight(sent.right())) {
                bad.add(name + ": " + reply);
              }
            });
    for (String service : Processes.SERVICES.subList(0, 4)) {
      URI plan = stack.processes().address(service).resolve("/plan");
      for (String body :
          List.of("", "null", "[]", "{", "{\"link\": 1}", "[".repeat(10_000), "\0\0")) {
        Reply reply = post(plan, Sent.of(JSON, body));
        if (!reply.isRight(List.of(400))) {
          bad.add(service + " " + body + ": " + reply);
        }
      }
      Reply reply = post(plan, new Sent(JSON, new byte[2 << 20], List.of(413)));
      if (!reply.isRight(List.of(413))) {
        bad.add(service + " 2 MB: " + reply);
      }
    }
    for (String path :
        List.of("/links/..%2F..%2Fetc", "/links/%00", "/rollouts/%F0%9F", "/links?limit=x",
            "/links?limit=-1", "/links?limit=99999999999")) {
      Reply reply = get(stack.monitor().resolve(path));
      if (!reply.isRight(List.of(400, 404))) {
        bad.add(path + ": " + reply);
      }
    }
    assertThat(bad).isEmpty();
    Processes.SERVICES.forEach(stack.processes()::awaitReady);
    run.judge();
    assertThat(run.effects()).noneMatch(Effect::isChange);
  }

  private record Reply(int status, String body) {
    /** The right status, and nothing of the program's inside. */
    boolean isRight(List<Integer> statuses) {
      return statuses.contains(status)
          && !body.contains("Exception")
          && !body.contains("\tat ")
          && body.length() < 20_000;
    }
  }

  private static Reply post(URI address, Sent sent) {
    return send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", sent.type())
            .POST(BodyPublishers.ofByteArray(sent.body())),
        sent.right().contains(413));
  }

  private static Reply get(URI address) {
    return send(HttpRequest.newBuilder(address).GET(), false);
  }

  /** Who sends too much may be cut off while he is still sending. */
  private static Reply send(HttpRequest.Builder request, boolean mayBeCut) {
    try {
      Http.Answer answer = Http.send(request);
      return new Reply(answer.status(), answer.body());
    } catch (java.io.UncheckedIOException e) {
      return mayBeCut ? new Reply(413, "cut off") : new Reply(0, String.valueOf(e.getCause()));
    }
  }

  /** A third says nothing, a third stops in a request, a third goes on with it byte by byte. */
  @Test
  @Tag("long") // who is taken and says nothing is let go after 20 s, who goes on after 30 s
  void aCrowdOfConnectionsIsTurnedAwayAndForgotten(Stack stack) throws Exception {
    Run run = Run.begin("rest-crowd", stack, List.of());
    // the phase services share their settings, so one stands for all; at length only
    boolean isLong = SharedStack.seeds(1) > 1;
    for (String service : Processes.SERVICES.subList(isLong ? 3 : 4, 5)) {
      int takes = service.equals("monitor-service") ? MONITOR_TAKES : PHASE_TAKES;
      long before = stack.processes().residentBytes(service);
      double rejectedBefore = rejected(stack, service);
      List<Socket> crowd = new ArrayList<>();
      List<Socket> dribbling = new ArrayList<>();
      ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
      try {
        for (int i = 0; i < CROWD; i++) {
          crowd.add(connect(stack, service, i % 3 == 0 ? "" : "POST /rollouts HTTP/1.1\r\nHost"));
          if (i % 3 == 1) {
            dribbling.add(crowd.get(i));
          }
        }
        drip.scheduleAtFixedRate(
            () -> dribbling.forEach(RestExperiment::more), 1, 1, TimeUnit.SECONDS);
        await("some are turned away at once, the others when their time is over")
            .atMost(LIMIT)
            .pollInterval(Duration.ofMillis(250))
            .untilAsserted(
                () ->
                    assertThat(IntStream.range(0, CROWD).filter(i -> !isClosed(crowd.get(i))))
                        .as("kept by %s", service)
                        .isEmpty());
        assertThat(stack.processes().residentBytes(service) - before).isLessThan(MEMORY);
      } finally {
        drip.shutdownNow();
        for (Socket socket : crowd) {
          socket.close();
        }
      }
      stack.processes().awaitReady(service);
      assertThat(rejected(stack, service) - rejectedBefore)
          .as("turned away by %s, which takes %d", service, takes)
          .isGreaterThanOrEqualTo(CROWD - takes);
    }
    run.judge();
  }

  /** How many connections a service has turned away since it was started. */
  private static double rejected(Stack stack, String service) {
    String metrics = Http.get(stack.processes().address(service).resolve("/q/metrics")).body();
    Matcher counter = REJECTED.matcher(metrics);
    assertThat(counter.find()).as(metrics).isTrue();
    return Double.parseDouble(counter.group(1));
  }

  @Test
  void slowClientsKeepNobodyWaiting(Stack stack) throws Exception {
    Run run = Run.begin("rest-slow", stack, 1);
    List<Socket> slow = new CopyOnWriteArrayList<>();
    ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
    try {
      for (int i = 0; i < 300; i++) {
        slow.add(slow(stack, i % 2 == 0 ? 100_000 : 5_000));
      }
      drip.scheduleAtFixedRate(() -> goOn(stack, slow), 1, 1, TimeUnit.SECONDS);
      run.rollout(2);
      run.awaitEnd();
      assertThat(slow)
          .as("the control: many are still in the middle of their requests")
          .filteredOn(socket -> !isClosed(socket))
          .hasSizeGreaterThan(100);
    } finally {
      drip.shutdownNow();
      // it may be in the middle of a round
      assertThat(drip.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
      for (Socket socket : slow) {
        socket.close();
      }
    }
    run.judge();
  }

  private static Socket slow(Stack stack, int length) throws IOException {
    return connect(
        stack,
        "monitor-service",
        "POST /rollouts HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/yaml\r\n"
            + "Content-Length: %d\r\n\r\n#".formatted(length));
  }

  /** The next byte of each; who was let go because it took too long comes back. */
  private static void goOn(Stack stack, List<Socket> slow) {
    for (int i = 0; i < slow.size(); i++) {
      Socket socket = slow.get(i);
      try {
        if (i % 2 == 1 && isClosed(socket)) {
          socket.close();
          slow.set(i, slow(stack, 5_000));
        } else {
          more(socket);
        }
      } catch (IOException e) {
        // it comes back next time
      }
    }
  }

  private static Socket connect(Stack stack, String service, String beginning)
      throws IOException {
    Socket socket = new Socket();
    socket.connect(
        new InetSocketAddress(
            InetAddress.getLoopbackAddress(), stack.processes().address(service).getPort()),
        10_000);
    socket.setSoTimeout(1);
    try {
      socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      // turned away already
    }
    return socket;
  }

  private static void more(Socket socket) {
    try {
      socket.getOutputStream().write('#');
    } catch (IOException e) {
      // who was turned away is counted elsewhere
    }
  }

  private static boolean isClosed(Socket socket) {
    try {
      while (socket.getInputStream().read() >= 0) {
        // a refusal may be read to its end
      }
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }
}
