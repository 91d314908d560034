package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Servers that show a certificate which proves nothing: nobody tells them a password. */
@ExtendWith(SharedStack.class)
class TlsExperiment {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String STORE_PASSWORD = "linkfleet";

  @Test
  void aCertificateThatProvesNothingIsRefused(Stack stack, @TempDir Path directory)
      throws Exception {
    Path store = stack.layout().simulatorData().resolve("truststore.p12");
    byte[] trusted = Files.readAllBytes(store);
    Keys keys = new Keys(directory);
    Map<String, SSLContext> wrong = new LinkedHashMap<>();
    wrong.put("expired", keys.signed("expired", "localhost", 5, 2));
    wrong.put("foreign", keys.foreign("foreign", "localhost"));
    wrong.put("other-host", keys.signed("other-host", "sql.elsewhere.example", 1, 9));
    Path both = Files.write(directory.resolve("both.p12"), trusted);
    keys.trustIn(both, STORE_PASSWORD);
    replace(store, Files.readAllBytes(both));
    try {
      for (Map.Entry<String, SSLContext> one : wrong.entrySet()) {
        refused(stack, "tls-" + one.getKey(), one.getValue());
      }
      trusted(stack, keys.signed("right", "localhost", 1, 9));
    } finally {
      replace(store, trusted);
    }
  }

  /** At once: who reads it sees one or the other. */
  private static void replace(Path store, byte[] content) throws IOException {
    Path next = Files.write(store.resolveSibling("truststore.next"), content);
    Files.move(next, store, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void refused(Stack stack, String name, SSLContext certificate) throws Exception {
    Run run = Run.begin(name, stack, 1);
    Server server = run.servers().get(0);
    try (TlsDoor door = new TlsDoor(certificate)) {
      run.ask(through(stack, name, server, door.port()));
      run.judge(Expectations.NONE.blocks("TLS"));
      assertThat(run.block(server).orElseThrow().path("reason").asText()).isEqualTo("TLS");
      assertThat(door.greeted()).isPositive();
      assertThat(door.trusted()).isZero();
    }
  }

  /** The control: with the right certificate the login is sent. Afterwards the real one serves. */
  private static void trusted(Stack stack, SSLContext certificate) throws Exception {
    Run run = Run.begin("tls-right", stack, 1);
    Server server = run.servers().get(0);
    try (TlsDoor door = new TlsDoor(certificate)) {
      run.ask(through(stack, "tls-right", server, door.port()));
      await().atMost(LIMIT).until(() -> door.trusted() > 0);
      assertThat(run.block(server)).isEmpty();
    }
  }

  private static String through(Stack stack, String name, Server server, int port) {
    return stack
        .fleet(name, List.of(server), 1)
        .replace("port: " + server.port(stack.offset()), "port: " + port);
  }
}
