package io.linkfleet.acceptance.faults;

import static org.awaitility.Awaitility.await;

import io.linkfleet.acceptance.faults.FaultWorld.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** kill -9 of each service at each of its boundaries, of all services, and of the whole stack. */
@ExtendWith(SharedStack.class)
class KillExperiment {
  private static final int DATABASES = 4;

  static IntStream seeds() {
    return IntStream.range(0, SharedStack.seeds(1));
  }

  /** Four seeds together have every service at every boundary. */
  @ParameterizedTest
  @MethodSource("seeds")
  void eachServiceAtOneOfItsBoundaries(int seed, Stack stack) {
    int servers = Math.max(Processes.SERVICES.size(), SharedStack.links(10) / DATABASES);
    Run run = Run.begin("kill-" + seed, stack, servers);
    Random random = new Random(seed);
    List<Victim> victims = new ArrayList<>();
    for (int i = 0; i < Processes.SERVICES.size(); i++) {
      Server server = run.servers().get(i);
      Boundary boundary = Boundary.values()[(seed + i) % Boundary.values().length];
      victims.add(new Victim(stack, Processes.SERVICES.get(i), boundary, server, random));
    }
    Victim.during(stack, victims, run, () -> run.rollout(databases()));
  }

  private static int databases() {
    return SharedStack.links(10) >= 100 ? DATABASES : 2;
  }

  /** Azure still works on an upload that nobody remembers but the topic. */
  @Test
  @Tag("long")
  void anUploadThatIsUnderWayIsNotBegunAgain(Stack stack) {
    Run run = Run.begin("kill-upload", stack, 1);
    Server server = run.servers().get(0);
    String certificate = "Cert_" + server.name() + "_endpoint";
    for (int instance = 0; instance < 2; instance++) {
      stack
          .simulator()
          .azureFault(
              "{\"operation\":\"serverTrustCertificates\",\"name\":\"%s\",\"length\":\"PT25S\"}"
                  .formatted(certificate));
    }
    // the next statement after the upload
    stack
        .simulator()
        .sqlFault(
            "{\"server\":\"%s\",\"statement\":\"CREATE CERTIFICATE FROM BINARY\",\"hang\":true}"
                .formatted(server.name()));
    run.rollout(DATABASES);
    await("the upload and the statement after it")
        .atMost(Duration.ofMinutes(1))
        .until(() -> stack.simulator().sqlFaults().get(0).path("struck").asInt() > 0);

    stack.processes().restart("cert-service");

    run.judge();
  }

  @Test
  @Tag("long")
  void allServicesAtOnce(Stack stack) {
    atOnce("kill-all", stack, Processes.SERVICES);
  }

  @Test
  @Tag("long")
  void theWholeStackAtOnce(Stack stack) {
    List<String> all = Stream.concat(Stream.of("kafka"), Processes.SERVICES.stream()).toList();
    atOnce("kill-whole", stack, all);
  }

  private static void atOnce(String name, Stack stack, List<String> processes) {
    Run run = Run.begin(name, stack, Math.max(3, SharedStack.links(12) / DATABASES));
    Server first = run.servers().get(0);
    try (Watch watch = new Watch(stack.bus(), "endpoint-ready")) {
      run.rollout(DATABASES);
      await(name)
          .atMost(Duration.ofMinutes(2))
          .until(() -> watch.sees(said -> said.text().contains(first.name())));
    }
    processes.parallelStream().forEach(stack.processes()::kill);
    processes.forEach(process -> stack.processes().start(process, Map.of()));
    run.judge();
  }
}
