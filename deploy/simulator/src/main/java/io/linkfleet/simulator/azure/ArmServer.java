package io.linkfleet.simulator.azure;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.linkfleet.simulator.engine.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** Owns the HTTPS port of the simulated Azure Resource Manager. */
public final class ArmServer implements AutoCloseable {
  /** Answers that are held back on purpose each keep one. */
  private static final int THREADS = 64;

  static {
    // Without it every answer waits some 40 ms for a delayed acknowledgement.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private final HttpsServer server;
  private final ThreadPoolExecutor pool;
  private final Operations operations;
  public final AzureFaults faults = new AzureFaults();
  public final AzureSettings settings = new AzureSettings();
  public final Roles roles = new Roles();
  public final Tokens tokens;

  private ArmServer(
      World world, String subscription, String tenant, int port, SSLContext tls)
      throws IOException {
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    AtomicInteger number = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            5,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "azure-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    server.setExecutor(pool);
    tokens = new Tokens(world.clock, settings);
    faults.dice(world.dice);
    operations = new Operations(world, faults, settings);
    ArmRoutes routes = new ArmRoutes(world, subscription, settings, operations);
    ArmGate gate = new ArmGate(tenant, tokens, roles, new TokenBuckets(settings, System::nanoTime));
    server.createContext("/", new ArmHandler(world, tenant, faults, tokens, gate, routes));
    server.start();
  }

  /** Answers on loopback from now on; port 0 takes any. A busy port is a BindException. */
  public static ArmServer start(
      World world, String subscription, String tenant, int port, SSLContext tls)
      throws IOException {
    return new ArmServer(world, subscription, tenant, port, tls);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    pool.shutdownNow();
    operations.close();
  }
}
