package io.linkfleet.acceptance.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A disk that is full, for the broker and for what the services keep.
 *
 * <p>A full disk is made with a small file system of its own, which takes the right to mount one;
 * where that is missing, the tests are skipped and say so.
 */
@ExtendWith(SharedStack.class)
class DiskExperiment {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /** cert-service keeps the passwords of new master keys; where it cannot, it makes none. */
  @Test
  void noMasterKeyIsMadeWhosePasswordCannotBeKept(Stack stack) throws Exception {
    assumeMounting(stack);
    Path kept = stack.secretsOf("cert-service").resolve("master-key");
    Path disk = Files.createDirectories(kept);
    Run run = Run.begin("disk-secrets", stack, 1);
    mount(disk, 64);
    boolean mounted = true;
    try {
      fill(disk);
      run.rollout(1);
      await("it says why it waits or is blocked")
          .atMost(LIMIT)
          .until(
              () ->
                  run.said().stream()
                      .anyMatch(
                          said ->
                              said.topic().equals("link-blocked")
                                  || said.topic().equals("cert-waiting") && said.value() != null));
      assertThat(run.effects()).noneMatch(effect -> effect.text().contains("MASTER KEY"));
      unmount(disk);
      mounted = false;
      run.rollout(1);
      run.judge(Expectations.NONE.error("unexpected failure in phase cert|No space left"));
    } finally {
      if (mounted) {
        unmount(disk);
      }
    }
  }

  /** Before anything is done that only a mounted disk would make sense of. */
  private static void assumeMounting(Stack stack) throws Exception {
    Path place = Files.createDirectories(stack.home().resolve("disk"));
    boolean may = run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", place.toString());
    Assumptions.assumeTrue(may, "a small file system cannot be mounted here");
    unmount(place);
  }

  private static void mount(Path place, int kilobytes) throws Exception {
    String size = "size=" + kilobytes + "k";
    assertThat(run("mount", "-t", "tmpfs", "-o", size, "tmpfs", place.toString())).isTrue();
  }

  private static void unmount(Path place) throws Exception {
    run("umount", "-l", place.toString());
  }

  private static void fill(Path disk) throws IOException {
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(disk.resolve("full"))) {
      for (int i = 0; i < 1000; i++) {
        out.write(block);
      }
    } catch (IOException full) {
      return;
    }
    throw new IllegalStateException("the disk took all of it");
  }

  private static boolean run(String... command) throws Exception {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  /** The broker dies in the middle of a rollout, and finds the disk full until somebody helps. */
  @Test
  @Tag("long")
  void aBrokerThatCannotWriteLosesNothing(Stack stack) throws Exception {
    assumeMounting(stack);
    Path data = stack.home().resolve("data/kafka/log");
    Run run = Run.begin("disk-broker", stack, 2);
    try (Watch watch = new Watch(stack.bus(), "cert-created")) {
      run.rollout(4);
      await("the first event").atMost(LIMIT).until(() -> !watch.seen().isEmpty());
    }
    stack.processes().kill("kafka");
    Path aside = data.resolveSibling("log-aside");
    Files.move(data, aside);
    Files.createDirectories(data);
    mount(data, 160 * 1024);
    try {
      run("cp", "-a", aside + "/.", data.toString());
      fillAll(data);
      stack.processes().start("kafka", Map.of());
      boolean up = comesUp(stack);
      Files.delete(data.resolve("full"));
      if (!up || !stack.processes().runs("kafka")) {
        stack.processes().kill("kafka");
        stack.processes().start("kafka", Map.of());
      }
      stack.processes().awaitReady("kafka");
      run.judge(Expectations.NONE.error("(?i)kafka|SharedServer|ProcessTerminatingFaultHandler"));
    } finally {
      stack.processes().kill("kafka");
      run("cp", "-a", "-u", data + "/.", aside.toString());
      unmount(data);
      Files.delete(data);
      Files.move(aside, data);
      stack.processes().start("kafka", Map.of());
      stack.processes().awaitReady("kafka");
    }
  }

  private static boolean comesUp(Stack stack) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    await()
        .atMost(LIMIT)
        .until(
            () ->
                stack.processes().isReady("kafka")
                    || !stack.processes().runs("kafka")
                    || System.nanoTime() - end > 0);
    return stack.processes().isReady("kafka");
  }

  private static void fillAll(Path disk) throws IOException {
    byte[] block = new byte[4096];
    try (var out = Files.newOutputStream(disk.resolve("full"))) {
      while (true) {
        out.write(block);
      }
    } catch (IOException full) {
      assertThat(full.getMessage()).contains("space");
    }
  }
}
