package io.linkfleet.local;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What can be seen of the stack that is noted in a home, whoever started it. */
public final class StackView {
  private final ProcessTable table;

  public StackView(Layout layout) {
    this.table = new ProcessTable(layout.processes());
  }

  /**
   * One process as it is now.
   *
   * @param name its name
   * @param pid its number
   * @param port its port
   * @param alive whether it runs
   * @param ready whether it says that it is ready
   * @param residentMb its memory, where the system says
   * @param log where its output goes
   */
  public record State(
      String name,
      long pid,
      int port,
      boolean alive,
      boolean ready,
      OptionalLong residentMb,
      Path log) {}

  /** Every process that is noted; none when there is no stack. */
  public List<State> states() {
    return table.read().parallelStream().map(StackView::state).toList();
  }

  /**
   * A process that should run and does not.
   *
   * @param name its name
   * @param log where its output went
   * @param end the last lines of it
   */
  public record Dead(String name, Path log, List<String> end) {}

  /** The processes that have ended although the stack was not stopped. */
  public List<Dead> dead() {
    return table.read().stream()
        .filter(process -> !process.isAlive())
        .map(
            process -> new Dead(process.name(), process.log(), Children.tail(process.log(), 15)))
        .toList();
  }

  private static State state(RunningProcess process) {
    boolean alive = process.isAlive();
    return new State(
        process.name(),
        process.pid(),
        process.port(),
        alive,
        alive && Children.isReady(process.port(), Programs.readyPage(process)),
        alive ? Machine.residentMb(process.pid()) : OptionalLong.empty(),
        process.log());
  }

  /** The address of a process that is noted, alive or not. */
  public Optional<URI> address(String name) {
    return table.read().stream()
        .filter(process -> process.name().equals(name))
        .map(process -> URI.create("http://localhost:" + process.port()))
        .findFirst();
  }
}
