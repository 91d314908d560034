package io.linkfleet.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting and stopping a whole world. */
class SimulatorTest {
  @TempDir Path data;

  @Test
  void writesWhatItsClientsMustTrust() throws Exception {
    try (Simulator simulator = Simulator.start(estate(0, 0), options(true))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (var in = Files.newInputStream(simulator.trustStore())) {
        store.load(in, Simulator.TRUST_STORE_PASSWORD.toCharArray());
      }
      assertThat(store.size()).isEqualTo(1);
      assertThat(Files.readString(simulator.caCertificate())).startsWith("-----BEGIN CERTIFICATE");
    }
  }

  @Test
  void keepsItsIdentityOverARestart() throws Exception {
    String first;
    try (Simulator simulator = Simulator.start(estate(0, 0), options(true))) {
      first = Files.readString(simulator.caCertificate());
    }
    try (Simulator simulator = Simulator.start(estate(0, 0), options(true))) {
      assertThat(Files.readString(simulator.caCertificate())).isEqualTo(first);
    }
  }

  @Test
  void freesItsPortsWhenClosedTwice() throws Exception {
    Simulator simulator = Simulator.start(estate(0, 0), options(true));
    int azure = simulator.armPort();
    int control = simulator.controlPort();

    simulator.close();
    simulator.close();

    listen(azure).close();
    listen(control).close();
  }

  @Test
  void namesAPortThatIsTakenAndLeavesNothingOpen() throws Exception {
    try (ServerSocket taken = listen(0);
        ServerSocket free = listen(0)) {
      int azure = free.getLocalPort();
      free.close();
      assertThatThrownBy(
              () -> Simulator.start(estate(azure, taken.getLocalPort()), options(false)))
          .isInstanceOf(Simulator.PortInUse.class)
          .hasMessage(
              "port " + taken.getLocalPort() + " (control API) is in use by another process");
      listen(azure).close();
    }
  }

  private Simulator.Options options(boolean ephemeral) {
    return new Simulator.Options(data, ephemeral);
  }

  private static Estate estate(int azure, int control) {
    return Estate.parse(
        """
        azure: {subscription: s, tenant: t, port: %d}
        control: {port: %d}
        """
            .formatted(azure, control),
        Map.of());
  }

  private static ServerSocket listen(int port) throws Exception {
    return new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
  }
}
