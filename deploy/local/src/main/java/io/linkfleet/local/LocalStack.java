package io.linkfleet.local;

import io.linkfleet.local.Children.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The whole stack on this machine: starts it in the right order, all or nothing, and stops it.
 *
 * <p>Order: the broker and the simulator, the topics, then the five services at once.
 */
public final class LocalStack {
  private static final int PARTITIONS = 6;
  private final Layout layout;
  private final int offset;
  private final Consumer<String> says;
  private final Map<String, String> more;
  private final boolean training;
  private final ProcessTable table;
  private final Children children;
  private final Object stopping = new Object();
  private volatile boolean starting;

  /**
   * A stack that is not started yet.
   *
   * @param layout where it is
   * @param offset added to every port, so that two stacks can run side by side
   * @param says takes a line about each thing that is done
   */
  public LocalStack(Layout layout, int offset, Consumer<String> says) {
    this(layout, offset, says, Map.of());
  }

  /**
   * The same, with more in the environment of the services.
   *
   * @param more variables and their values, over those that a local stack sets
   */
  public LocalStack(
      Layout layout, int offset, Consumer<String> says, Map<String, String> more) {
    this(layout, offset, says, more, false);
  }

  private LocalStack(
      Layout layout,
      int offset,
      Consumer<String> says,
      Map<String, String> more,
      boolean training) {
    this.layout = layout;
    this.offset = offset;
    this.says = says;
    this.more = Map.copyOf(more);
    this.training = training;
    this.table = new ProcessTable(layout.processes());
    this.children = new Children(table);
  }

  /** A stack whose services note the classes they load, for their {@link ClassArchive}. */
  public static LocalStack training(Layout layout, int offset, Consumer<String> says) {
    return new LocalStack(layout, offset, says, Map.of(), true);
  }

  /** Starts everything; when that fails, nothing of it runs. */
  public Started start() {
    long began = System.nanoTime();
    starting = true;
    try (StackLock lock = StackLock.take(layout.lock())) {
      prepare();
      try {
        startAll(began);
      } catch (StackProblem | IOException | InterruptedException | RuntimeException e) {
        stopStarted();
        throw e;
      }
      return new Started.Ready(Duration.ofNanos(System.nanoTime() - began));
    } catch (StackProblem problem) {
      return new Started.Refused(problem.getMessage(), problem.details());
    } catch (IOException e) {
      return new Started.Refused("The stack cannot be started: " + e, List.of());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Started.Refused("Interrupted.", List.of());
    } finally {
      starting = false;
    }
  }

  private void prepare() throws StackProblem, IOException {
    List<RunningProcess> noted = table.read();
    Preflight.notRunning(noted);
    Preflight.built(layout);
    EstateFile estate = EstateFile.read(layout.estate(), offset);
    Preflight.check(layout, noted, estate, offset, System.getenv());
    if (!noted.isEmpty()) {
      says.accept("An earlier stack ended without being stopped; its leftovers are removed.");
    }
    table.forget();
    Forgetting.delete(layout.data(), layout.secrets(), layout.logs());
    Files.createDirectories(layout.logs());
    Files.createDirectories(layout.simulatorData());
  }

  private void startAll(long began) throws StackProblem, IOException, InterruptedException {
    EstateFile estate = EstateFile.read(layout.estate(), offset);
    StackSecrets secrets = StackSecrets.create(layout.secrets(), estate.logins());
    Programs programs = new Programs(layout, offset, estate, training);
    Path estateFile = layout.data().resolve("estate.yaml");
    estate.write(estateFile);
    Files.writeString(layout.data().resolve("fleet.yaml"), fleetText());

    Path properties =
        BrokerFiles.write(
            layout.data().resolve("kafka"),
            Programs.kafkaPort(offset),
            Programs.controllerPort(offset));
    Child broker = children.start(programs.broker(properties));
    Child simulator = children.start(programs.simulator(estateFile, secrets));
    Children.awaitReady(broker);
    createTopics(programs.bootstrapServers());
    says.accept("Kafka is ready, with its topics, " + after(began));

    List<Child> services = new ArrayList<>();
    for (ServiceProcess service : ServiceProcess.ALL) {
      services.add(children.start(programs.service(service, secrets, more)));
    }
    Children.awaitReady(simulator);
    says.accept("The simulator is ready " + after(began));
    for (Child service : services) {
      Children.awaitReady(service);
    }
    says.accept("The five services are ready " + after(began));
  }

  private String fleetText() {
    return Files.exists(layout.fleet()) ? EstateFile.fleet(layout.fleet(), offset) : "";
  }

  private static void createTopics(String bootstrapServers) throws StackProblem {
    List<TopicAdmin.Outcome> failed =
        new TopicAdmin(bootstrapServers, Map.of())
            .create(PARTITIONS, (short) 1, Duration.ofSeconds(30)).stream()
                .filter(outcome -> outcome.failure() != null)
                .toList();
    if (!failed.isEmpty()) {
      throw new StackProblem(
          "The topics could not be created.",
          failed.stream().map(one -> one.topic() + ": " + one.failure()).toList());
    }
  }

  private static String after(long began) {
    return String.format(
        java.util.Locale.ROOT, "after %.1f s.", (System.nanoTime() - began) / 1e9);
  }

  /**
   * Stops everything that is noted, whoever started it, and forgets its data; may be called from
   * another thread while it starts, for example when a person presses Ctrl-C.
   *
   * @return what was done, in sentences; the last says whether all of it is gone
   */
  public Stopped stop() {
    children.close();
    // a second one, for example for Ctrl-C while the first works, waits and finds nothing left
    synchronized (stopping) {
      return starting ? stopStarted() : stopNoted();
    }
  }

  private Stopped stopNoted() {
    try (StackLock lock = StackLock.take(layout.lock())) {
      return stopStarted();
    } catch (StackProblem problem) {
      return new Stopped(0, List.of(), List.of(problem.getMessage()));
    } catch (IOException e) {
      return new Stopped(0, List.of(), List.of("The stack cannot be stopped: " + e));
    }
  }

  /**
   * What stopping did.
   *
   * @param processes how many were stopped
   * @param forced those that did not end when asked to
   * @param problems what is not gone, and why; empty when all of it is
   */
  public record Stopped(int processes, List<String> forced, List<String> problems) {}

  private Stopped stopStarted() {
    children.close();
    Stopping.Report report = Stopping.stop(table.read());
    if (!report.left().isEmpty()) {
      return new Stopped(
          report.stopped(),
          report.forced(),
          report.left().stream().map(one -> one + " cannot be stopped").toList());
    }
    try {
      Forgetting.delete(layout.data(), layout.secrets());
    } catch (IOException e) {
      return new Stopped(report.stopped(), report.forced(), List.of(e.toString()));
    }
    table.forget();
    return new Stopped(report.stopped(), report.forced(), List.of());
  }
}
