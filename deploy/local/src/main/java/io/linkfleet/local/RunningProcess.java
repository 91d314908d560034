package io.linkfleet.local;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Owns the identity of a process that was started: its number alone is not enough, since numbers
 * are used again, after a restart of the machine in particular.
 *
 * @param name what it is, for example {@code cert-service}
 * @param pid its number
 * @param startedAt when the system says it started
 * @param port the port that it answers on
 * @param log where its output goes
 */
public record RunningProcess(String name, long pid, Instant startedAt, int port, Path log) {
  /** The system's own arithmetic moves a little when the clock is adjusted. */
  private static final Duration SAME = Duration.ofSeconds(3);

  static RunningProcess of(String name, Process process, int port, Path log) {
    Instant started = process.info().startInstant().orElseGet(Instant::now);
    return new RunningProcess(name, process.pid(), started, port, log);
  }

  /** The process, if it is still this one. */
  Optional<ProcessHandle> handle() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(handle -> !Machine.isZombie(handle.pid()))
        .filter(
            handle ->
                handle
                    .info()
                    .startInstant()
                    .map(at -> Duration.between(at, startedAt).abs().compareTo(SAME) <= 0)
                    .orElse(false));
  }

  public boolean isAlive() {
    return handle().isPresent();
  }
}
