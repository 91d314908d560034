package io.linkfleet.benchmarks;

import io.linkfleet.local.Layout;
import io.linkfleet.local.LocalStack;
import io.linkfleet.local.StackView;
import io.linkfleet.local.Started;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Owns a packaged stack with a world of its own, from its start to its end. */
final class Stack implements AutoCloseable {
  private final Layout layout;
  private final int offset;
  private final LocalStack processes;
  private final Thread onSignal;

  private Stack(Layout layout, int offset) {
    this.layout = layout;
    this.offset = offset;
    this.processes = new LocalStack(layout, offset, line -> {});
    this.onSignal = new Thread(processes::stop, "stop-on-signal");
  }

  static Stack start(Setting setting, World world) throws IOException {
    Path files = Files.createDirectories(setting.home().resolve("world"));
    Path estate = files.resolve("estate.yaml");
    Path fleet = files.resolve("fleet.yaml");
    Files.writeString(estate, world.estate());
    Files.writeString(fleet, world.fleet("benchmark", 0));
    Layout layout = new Layout(setting.root(), setting.home()).with(estate, fleet);
    Stack stack = new Stack(layout, setting.offset());
    Runtime.getRuntime().addShutdownHook(stack.onSignal);
    if (stack.processes.start() instanceof Started.Refused refused) {
      Runtime.getRuntime().removeShutdownHook(stack.onSignal);
      throw new IllegalStateException(
          refused.sentence() + "\n" + String.join("\n", refused.details()));
    }
    return stack;
  }

  int offset() {
    return offset;
  }

  Monitor monitor() {
    return new Monitor(address("monitor-service"));
  }

  Simulation simulation() {
    return new Simulation(address("simulator"));
  }

  String bootstrapServers() {
    URI kafka = address("kafka");
    return kafka.getHost() + ":" + kafka.getPort();
  }

  /** A process of the stack, to be killed and started again. */
  ServiceProcess process(String name) throws IOException {
    return new ServiceProcess(
        new StackView(layout)
            .states().stream()
            .filter(state -> state.name().equals(name))
            .findFirst()
            .orElseThrow(),
        layout.serviceJar(name));
  }

  private URI address(String process) {
    return new StackView(layout).address(process).orElseThrow();
  }

  @Override
  public void close() {
    processes.stop();
    Runtime.getRuntime().removeShutdownHook(onSignal);
  }
}
