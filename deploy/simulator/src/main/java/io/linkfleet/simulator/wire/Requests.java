package io.linkfleet.simulator.wire;

import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * The requests of one connection, one after the other.
 *
 * <p>Normally the thread that runs the requests also reads them. Only while a request takes long
 * does a second thread read one message ahead, to notice an attention or the end of the connection.
 * So a quick query costs no hand-over, and never more than one message waits.
 */
final class Requests {
  private final PacketReader reader;
  private final int maxBytes;
  private boolean readingAhead;
  /** Whether a request runs; only then may another thread read from the connection. */
  private boolean inHand;
  private boolean closed;
  private boolean ended;
  private TdsMessage waiting;
  private IOException failure;

  Requests(PacketReader reader, int maxBytes) {
    this.reader = reader;
    this.maxBytes = maxBytes;
  }

  /** The next message, or null when the client has left. */
  TdsMessage next() throws IOException {
    synchronized (this) {
      inHand = false;
      while (readingAhead) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
      }
      if (failure != null) {
        throw failure;
      }
      if (waiting != null || ended) {
        TdsMessage message = waiting;
        waiting = null;
        inHand = true;
        return message;
      }
    }
    TdsMessage message = reader.read(maxBytes);
    synchronized (this) {
      inHand = true;
    }
    return message;
  }

  /** What a message read ahead means for the request that runs. */
  interface Interruption {
    void attention();

    void clientGone();
  }

  /** Reads one message ahead on another thread, unless nothing runs or that was done already. */
  void readAhead(Executor threads, Interruption interruption) {
    synchronized (this) {
      if (!inHand || readingAhead || closed || ended || waiting != null || failure != null) {
        return;
      }
      readingAhead = true;
    }
    threads.execute(() -> readOne(interruption));
  }

  private void readOne(Interruption interruption) {
    TdsMessage message = null;
    IOException failed = null;
    try {
      message = reader.read(maxBytes);
    } catch (IOException e) {
      failed = e;
    }
    if (message == null) {
      interruption.clientGone();
    } else if (message.type() == TdsMessage.ATTENTION) {
      interruption.attention();
    }
    synchronized (this) {
      readingAhead = false;
      waiting = message;
      failure = failed;
      ended = message == null;
      if (closed) {
        dropWaiting();
      }
      notifyAll();
    }
  }

  /** The connection has ended; a message that still waits will not be asked for. */
  synchronized void close() {
    closed = true;
    dropWaiting();
  }

  private void dropWaiting() {
    if (waiting != null) {
      reader.release(waiting);
      waiting = null;
    }
  }
}
