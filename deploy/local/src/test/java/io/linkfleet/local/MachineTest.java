package io.linkfleet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MachineTest {
  @Test
  void aPortWithAListenerIsNotFree() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Machine.isFree(taken.getLocalPort())).isFalse();
    }
  }

  @Test
  void whoHasAPortIsNamed() throws Exception {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "only Linux tells");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(Machine.ownerOf(taken.getLocalPort()))
          .startsWith("process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void memoryIsToldInMegabytes() {
    assumeTrue(Files.isRegularFile(Path.of("/proc/meminfo")), "only Linux tells");
    assertThat(Machine.availableMb().getAsLong()).isBetween(10L, 10_000_000L);
    assertThat(Machine.residentMb(ProcessHandle.current().pid()).getAsLong())
        .isBetween(10L, 100_000L);
  }

  @Test
  void tooLittleMemoryIsARefusalThatAPersonMayOverrule() throws Exception {
    assertThatThrownBy(() -> Preflight.memory(OptionalLong.of(700), Map.of()))
        .isInstanceOf(StackProblem.class)
        .hasMessageContaining("700 MB are available");
    Preflight.memory(OptionalLong.of(700), Map.of("LINKFLEET_IGNORE_MEMORY", "yes"));
    Preflight.memory(OptionalLong.empty(), Map.of());
  }
}
