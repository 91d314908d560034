package io.linkfleet.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessTableTest {
  @TempDir Path home;

  @Test
  void whatIsNotedIsReadBackTheSame() {
    ProcessTable table = new ProcessTable(home.resolve("processes"));
    Instant at = Instant.ofEpochMilli(1_700_000_000_123L);
    RunningProcess kafka = new RunningProcess("kafka", 12, at, 21492, Path.of("/tmp/k.log"));
    RunningProcess cert = new RunningProcess("cert-service", 13, at, 21501, Path.of("/tmp/c.log"));

    table.add(kafka);
    table.add(cert);

    assertThat(new ProcessTable(home.resolve("processes")).read()).containsExactly(kafka, cert);
  }

  @Test
  void aDamagedFileLosesOnlyTheDamage() throws Exception {
    Path file = home.resolve("processes");
    Files.writeString(file, "kafka\t12\t5\t21492\t/tmp/k.log\nhalf\t1\n");

    assertThat(new ProcessTable(file).read()).extracting("name").containsExactly("kafka");
  }

  @Test
  void aNumberThatIsUsedAgainIsAnotherProcess() throws Exception {
    Process sleeping = new ProcessBuilder("sleep", "30").start();
    try {
      RunningProcess same = RunningProcess.of("x", sleeping, 1, home);
      RunningProcess before =
          new RunningProcess(
              "x", sleeping.pid(), same.startedAt().minus(Duration.ofMinutes(5)), 1, home);

      assertThat(same.isAlive()).isTrue();
      assertThat(before.isAlive()).isFalse();
      Stopping.Report report = Stopping.stop(java.util.List.of(before));
      assertThat(report.stopped()).isZero();
      assertThat(sleeping.isAlive()).isTrue();
    } finally {
      sleeping.destroyForcibly();
    }
  }

  @Test
  void aProcessThatIgnoresTheRequestToEndIsForced() throws Exception {
    Process stubborn =
        new ProcessBuilder("sh", "-c", "trap '' TERM; echo up; while :; do sleep 0.2; done")
            .start();
    stubborn.getInputStream().read();
    RunningProcess noted = RunningProcess.of("stubborn", stubborn, 1, home);

    Stopping.Report report = Stopping.stop(java.util.List.of(noted));

    assertThat(report.forced()).containsExactly("stubborn");
    assertThat(report.left()).isEmpty();
    assertThat(noted.isAlive()).isFalse();
  }
}
