package io.linkfleet.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Owns the way processes are stopped: the services first, then what they talk to; asked first, and
 * forced when they have not ended within the limit.
 */
final class Stopping {
  private static final Duration GENTLE = Duration.ofSeconds(10);
  private static final Duration FORCED = Duration.ofSeconds(5);

  private Stopping() {}

  /**
   * How it went.
   *
   * @param stopped how many were alive and are no more
   * @param forced the names of those that had to be forced
   * @param left those that live on, for example since they belong to another user
   */
  record Report(int stopped, List<String> forced, List<String> left) {}

  static Report stop(List<RunningProcess> all) {
    List<RunningProcess> alive = all.stream().filter(RunningProcess::isAlive).toList();
    List<String> forced = new ArrayList<>();
    end(alive.stream().filter(one -> !isWorld(one)).toList(), forced);
    end(alive.stream().filter(Stopping::isWorld).toList(), forced);
    List<String> left =
        alive.stream().filter(RunningProcess::isAlive).map(Stopping::described).toList();
    return new Report(alive.size() - left.size(), forced, left);
  }

  private static boolean isWorld(RunningProcess process) {
    return process.name().equals("kafka") || process.name().equals("simulator");
  }

  private static String described(RunningProcess process) {
    return process.name() + " (process " + process.pid() + ")";
  }

  private static void end(List<RunningProcess> group, List<String> forced) {
    group.forEach(one -> one.handle().ifPresent(ProcessHandle::destroy));
    await(group, GENTLE);
    for (RunningProcess one : group) {
      one.handle()
          .ifPresent(
              handle -> {
                forced.add(one.name());
                handle.destroyForcibly();
              });
    }
    await(group, FORCED);
  }

  private static void await(List<RunningProcess> group, Duration limit) {
    CompletableFuture<?>[] ends =
        group.stream()
            .flatMap(one -> one.handle().stream())
            .map(ProcessHandle::onExit)
            .toArray(CompletableFuture[]::new);
    try {
      // ended children of somebody else who does not take note of it never complete
      long end = System.nanoTime() + limit.toNanos();
      while (group.stream().anyMatch(RunningProcess::isAlive) && System.nanoTime() < end) {
        try {
          CompletableFuture.allOf(ends).get(100, TimeUnit.MILLISECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
          continue;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
