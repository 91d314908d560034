package io.linkfleet.simulator;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Owns the simulator as a process: arguments, the ready line, a graceful end on SIGTERM. */
public final class Main {
  private static final String USAGE =
      "usage: --estate FILE --data DIRECTORY   (the file says which servers, instances and ports)";

  private Main() {}

  /** Exit codes: 0 ended by a signal, 2 it could not start, and why is on standard error. */
  public static void main(String[] arguments) throws InterruptedException {
    long began = System.nanoTime();
    Path estate = null;
    Path data = null;
    for (int i = 0; i < arguments.length; i++) {
      boolean last = i + 1 == arguments.length;
      if (arguments[i].equals("--estate") && !last) {
        estate = Path.of(arguments[++i]);
      } else if (arguments[i].equals("--data") && !last) {
        data = Path.of(arguments[++i]);
      } else {
        fail(USAGE);
      }
    }
    if (estate == null || data == null) {
      fail(USAGE);
    }
    Simulator simulator = start(estate, data);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  simulator.close();
                  ended.countDown();
                },
                "shutdown"));
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    System.out.printf(
        "simulator ready in %d.%d s: %d SQL Servers, %d managed instances,"
            + " Azure on %d, control on %d%n",
        took.toSeconds(),
        took.toMillisPart() / 100,
        simulator.world().servers.size(),
        simulator.world().instances.size(),
        simulator.armPort(),
        simulator.controlPort());
    ended.await();
  }

  private static Simulator start(Path estate, Path data) {
    try {
      return Simulator.start(estate, new Simulator.Options(data, false));
    } catch (Estate.EstateException e) {
      fail(estate + " is not a valid estate:" + System.lineSeparator() + e.getMessage());
    } catch (Simulator.PortInUse | java.io.UncheckedIOException e) {
      fail(e.getMessage());
    }
    throw new IllegalStateException("unreachable");
  }

  private static void fail(String why) {
    System.err.println(why);
    System.exit(2);
  }
}
