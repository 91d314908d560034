package io.linkfleet.plan;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs a few tasks of one lane at a time, in their order, and those of different lanes side by side;
 * two tasks of the same key never run together.
 *
 * <p>A hung lane holds its own few threads and its own queue, nobody else's. Both the threads and
 * the queued tasks are bounded; {@link #submit} blocks when the bound is reached.
 */
public final class Lanes implements AutoCloseable {
  private final Map<String, Lane> busy = new HashMap<>();
  private final Semaphore room;
  private final int most;
  private final int width;
  private final ThreadPoolExecutor threads;

  private record Task(String key, Runnable work) {}

  /** What waits in a lane, and the keys of what runs in it. */
  private static final class Lane {
    final Queue<Task> waiting = new ArrayDeque<>();
    final Set<String> running = new HashSet<>();
  }

  /**
   * Lanes with their bounds.
   *
   * @param name for the names of the threads
   * @param threads tasks that run at the same time in all
   * @param width tasks of one lane that run at the same time
   * @param tasks tasks that may be queued and running in all
   */
  public Lanes(String name, int threads, int width, int tasks) {
    this.room = new Semaphore(tasks);
    this.most = tasks;
    this.width = width;
    AtomicInteger next = new AtomicInteger();
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    this.threads =
        new ThreadPoolExecutor(
            threads,
            threads,
            30,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, name + "-lane-" + next.incrementAndGet());
              thread.setDaemon(true);
              thread.setContextClassLoader(loader);
              return thread;
            });
    this.threads.allowCoreThreadTimeOut(true);
  }

  /** Queues a task behind those of the same lane; waits while everything is full. */
  public void submit(String lane, String key, Runnable task) throws InterruptedException {
    room.acquire();
    synchronized (busy) {
      busy.computeIfAbsent(lane, name -> new Lane()).waiting.add(new Task(key, task));
      startNext(lane);
    }
  }

  /**
   * Starts the first task of a lane whose key is free, if the lane has a place. It goes to the end
   * of the pool's queue, so that a long lane does not starve short ones.
   */
  private void startNext(String name) {
    Lane lane = busy.get(name);
    if (lane.running.size() >= width) {
      return;
    }
    for (Iterator<Task> tasks = lane.waiting.iterator(); tasks.hasNext(); ) {
      Task task = tasks.next();
      if (lane.running.add(task.key())) {
        tasks.remove();
        threads.execute(() -> run(name, task));
        return;
      }
    }
  }

  private void run(String name, Task task) {
    try {
      task.work().run();
    } finally {
      room.release();
      synchronized (busy) {
        Lane lane = busy.get(name);
        lane.running.remove(task.key());
        if (!threads.isShutdown()) {
          startNext(name);
        }
        if (lane.running.isEmpty() && lane.waiting.isEmpty()) {
          busy.remove(name);
        }
      }
    }
  }

  /** Tasks queued or running. */
  public int size() {
    return most - room.availablePermits();
  }

  /** Takes no more, lets running tasks end within the limit. */
  public void stop(Duration limit) {
    threads.shutdown();
    try {
      if (!threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      threads.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
