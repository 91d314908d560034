package io.linkfleet.plan;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the tasks of one lane one after the other, and those of different lanes side by side.
 *
 * <p>A hung lane holds one thread and its own queue, nobody else's. Both the threads and the
 * queued tasks are bounded; {@link #submit} blocks when the bound is reached.
 */
public final class Lanes implements AutoCloseable {
  private final Map<String, Queue<Runnable>> waiting = new HashMap<>();
  private final Semaphore room;
  private final int most;
  private final ThreadPoolExecutor threads;

  /**
   * Lanes with their bounds.
   *
   * @param name for the names of the threads
   * @param threads lanes that run at the same time
   * @param tasks tasks that may be queued and running in all
   */
  public Lanes(String name, int threads, int tasks) {
    this.room = new Semaphore(tasks);
    this.most = tasks;
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
  public void submit(String lane, Runnable task) throws InterruptedException {
    room.acquire();
    synchronized (waiting) {
      Queue<Runnable> queue = waiting.get(lane);
      if (queue != null) {
        queue.add(task);
        return;
      }
      waiting.put(lane, new ArrayDeque<>());
    }
    threads.execute(() -> drain(lane, task));
  }

  private void drain(String lane, Runnable first) {
    try {
      first.run();
    } finally {
      room.release();
      Runnable next;
      synchronized (waiting) {
        next = waiting.get(lane).poll();
        if (next == null) {
          waiting.remove(lane);
        }
      }
      if (next != null) {
        // back to the end of the pool's queue, so that a long lane does not starve short ones
        threads.execute(() -> drain(lane, next));
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
