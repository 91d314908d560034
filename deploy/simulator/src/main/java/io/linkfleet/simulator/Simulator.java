package io.linkfleet.simulator;

import io.linkfleet.simulator.azure.ArmServer;
import io.linkfleet.simulator.azure.AzureFaults;
import io.linkfleet.simulator.azure.AzureSettings;
import io.linkfleet.simulator.control.ControlServer;
import io.linkfleet.simulator.control.Controlled;
import io.linkfleet.simulator.control.SqlFaults;
import io.linkfleet.simulator.engine.RsaKeys;
import io.linkfleet.simulator.engine.World;
import io.linkfleet.simulator.network.MirroringNetwork;
import io.linkfleet.simulator.tsql.SimulatedSqlServer;
import io.linkfleet.simulator.wire.TlsIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;

/**
 * Owns a whole simulated world in this process: its ports, its network, its clock. Tests start one
 * with ephemeral ports; {@link Main} starts one with the ports of the estate.
 */
public final class Simulator implements Controlled, AutoCloseable {
  /** Password of the trust store, which holds nothing secret. */
  public static final String TRUST_STORE_PASSWORD = "linkfleet";

  /**
   * How to start.
   *
   * @param data where trust store and CA certificate are written
   * @param ephemeralPorts whether every port is any free one, whatever the estate says
   * @param rsaKeys the keys of the certificates that are made in this world
   */
  public record Options(Path data, boolean ephemeralPorts, RsaKeys rsaKeys) {
    /** With keys that are new. */
    public Options(Path data, boolean ephemeralPorts) {
      this(data, ephemeralPorts, RsaKeys.fresh());
    }

    /** Any free ports, a temporary directory, and keys of earlier worlds: for tests. */
    public static Options forTest() {
      try {
        Path data = Files.createTempDirectory("simulator");
        return new Options(data, true, RsaKeys.ofEarlierWorlds());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A port of the estate is taken by somebody else. */
  public static final class PortInUse extends RuntimeException {
    private static final long serialVersionUID = 1;

    PortInUse(String what, int port) {
      super("port " + port + " (" + what + ") is in use by another process");
    }
  }

  private final Estate estate;
  private final Options options;
  private final World world;
  private final TlsIdentity identity;
  private final MirroringNetwork network;
  private final SqlFaults sqlFaults;
  private ArmServer azure;
  private TdsPorts tds;
  private ControlServer control;

  private Simulator(Estate estate, Options options, TlsIdentity identity) {
    this.estate = estate;
    this.options = options;
    this.world = EstateWorld.build(estate, options.rsaKeys());
    this.network = new MirroringNetwork(world);
    this.sqlFaults = new SqlFaults(world.dice);
    this.identity = identity;
  }

  /** Starts the world that a file describes. */
  public static Simulator start(Path estateFile, Options options) {
    // a large estate takes a while to read, and so does a key to make
    var identity = CompletableFuture.supplyAsync(() -> identity(options));
    Estate estate;
    try {
      estate = Estate.read(estateFile);
    } finally {
      identity.handle((made, failure) -> made).join();
    }
    return start(estate, options, identity.join());
  }

  /**
   * Starts a world; when it returns, every port answers.
   *
   * @throws PortInUse when a port is taken; nothing stays open then
   */
  public static Simulator start(Estate estate, Options options) {
    return start(estate, options, identity(options));
  }

  private static TlsIdentity identity(Options options) {
    return TlsIdentity.keptIn(options.data().resolve("identity.pem"));
  }

  private static Simulator start(Estate estate, Options options, TlsIdentity identity) {
    Simulator simulator = new Simulator(estate, options, identity);
    try {
      simulator.open();
      return simulator;
    } catch (RuntimeException | IOException e) {
      simulator.close();
      throw e instanceof RuntimeException known
          ? known
          : new UncheckedIOException((IOException) e);
    }
  }

  /** Starts a world for a test from the text of an estate; passwords must be written out in it. */
  public static Simulator start(String estateYaml) {
    return start(Estate.parse(estateYaml, Map.of()), Options.forTest());
  }

  private void open() throws IOException {
    Files.createDirectories(options.data());
    if (!identity.isWrittenIn(caCertificate()) || !Files.exists(trustStore())) {
      identity.writeTrustStore(trustStore(), TRUST_STORE_PASSWORD.toCharArray());
      identity.writeCaPem(caCertificate());
    }
    tds =
        TdsPorts.open(
            world,
            identity,
            options.ephemeralPorts(),
            sqlFaults,
            server -> new SimulatedSqlServer(world, server));
    azure =
        bound(
            "Azure Resource Manager",
            estate.azure().port(),
            port ->
                ArmServer.start(
                    world,
                    estate.azure().subscription(),
                    estate.azure().tenant(),
                    port,
                    identity.serverContext()));
    control =
        bound("control API", estate.controlPort(), port -> ControlServer.start(this, port));
    network.start();
  }

  private interface Opening<T> {
    T at(int port) throws IOException;
  }

  private <T> T bound(String what, int port, Opening<T> opening) throws IOException {
    return opened(what, port, () -> opening.at(options.ephemeralPorts() ? 0 : port));
  }

  static <T> T opened(String what, int port, java.util.concurrent.Callable<T> opening)
      throws IOException {
    try {
      return opening.call();
    } catch (BindException e) {
      throw new PortInUse(what, port);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** The loopback port that speaks TDS for a server, or for an instance by its short name. */
  public int tdsPort(String server) {
    return tds.port(server);
  }

  /** The loopback port of Azure Resource Manager (HTTPS). */
  public int armPort() {
    return azure.port();
  }

  /** The loopback port of the control API (HTTP). */
  public int controlPort() {
    return control.port();
  }

  /** The endpoint to give to the Azure SDK. */
  public String armEndpoint() {
    return "https://localhost:" + armPort();
  }

  /** A PKCS12 trust store with the CA of every port; password {@link #TRUST_STORE_PASSWORD}. */
  public Path trustStore() {
    return options.data().resolve("truststore.p12");
  }

  /** The same CA as PEM. */
  public Path caCertificate() {
    return options.data().resolve("ca.pem");
  }

  /** A client context that trusts exactly this simulator. */
  public SSLContext clientTls() {
    return identity.clientContext();
  }

  public Estate estate() {
    return estate;
  }

  @Override
  public World world() {
    return world;
  }

  @Override
  public ArmServer azure() {
    return azure;
  }

  /** What goes wrong with the next Azure requests and operations. */
  public AzureFaults azureFaults() {
    return azure.faults;
  }

  /** Page size, limits and Retry-After of the simulated Azure. */
  public AzureSettings azureSettings() {
    return azure.settings;
  }

  @Override
  public MirroringNetwork network() {
    return network;
  }

  @Override
  public SqlFaults sqlFaults() {
    return sqlFaults;
  }

  @Override
  public Map<String, Integer> ports() {
    Map<String, Integer> ports = new LinkedHashMap<>(tds.all());
    ports.put("azure", armPort());
    return ports;
  }

  @Override
  public void dropSessions(String server) {
    tds.dropSessions(server);
  }

  /** Stops everything; may be called twice. */
  @Override
  public void close() {
    network.close();
    if (control != null) {
      control.close();
    }
    if (azure != null) {
      azure.close();
    }
    if (tds != null) {
      tds.close();
    }
  }
}
