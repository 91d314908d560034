package io.linkfleet.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Puts the packets of a client together into messages.
 *
 * <p>Memory grows with the bytes that have arrived, never with a length that was only announced.
 */
final class PacketReader {
  /** Below this a message is not worth accounting for. */
  private static final int UNCOUNTED = 64 << 10;

  private static final int HEADER = 8;
  private static final int MAX_PACKET = 32767;

  private final MemoryBudget budget;
  private final byte[] header = new byte[HEADER];
  private InputStream in;
  private volatile long startedNanos;

  PacketReader(InputStream in, MemoryBudget budget) {
    this.in = in;
    this.budget = budget;
  }

  /** Goes on with another stream, when encryption begins or ends. */
  void switchTo(InputStream other) {
    this.in = other;
  }

  /** Since when a message is half read, 0 when none is. */
  long startedNanos() {
    return startedNanos;
  }

  /** A message has been dealt with; what it counted is free again. */
  void release(TdsMessage message) {
    budget.give(message.counted());
  }

  /** The next message, or null when the client has closed the connection between two messages. */
  TdsMessage read(int maxBytes) throws IOException {
    var body = new ByteArrayOutputStream();
    int type = -1;
    int status = 0;
    long counted = 0;
    boolean whole = false;
    try {
      do {
        int first = in.read();
        if (first < 0) {
          if (type < 0) {
            return null;
          }
          throw new EOFException("the connection closed between two packets of a message");
        }
        if (type < 0) {
          startedNanos = System.nanoTime() | 1;
        }
        int length = readHeader(first);
        if (type >= 0 && type != first) {
          throw new ProtocolException("a message changed its type on the way");
        }
        type = first;
        status |= header[1] & 0xFF;
        if (body.size() + length > maxBytes) {
          throw new ProtocolException("a message longer than " + maxBytes + " bytes");
        }
        if (body.size() + length > UNCOUNTED) {
          budget.take(length);
          counted += length;
        }
        byte[] payload = in.readNBytes(length);
        if (payload.length < length) {
          throw new EOFException("the connection closed inside a packet");
        }
        body.writeBytes(payload);
      } while ((header[1] & TdsMessage.END) == 0);
      whole = true;
      return new TdsMessage(type, status, body.toByteArray(), counted);
    } finally {
      if (!whole) {
        budget.give(counted);
      }
      startedNanos = 0;
    }
  }

  private int readHeader(int first) throws IOException {
    header[0] = (byte) first;
    if (in.readNBytes(header, 1, HEADER - 1) < HEADER - 1) {
      throw new EOFException("the connection closed inside a packet header");
    }
    int length = (header[2] & 0xFF) << 8 | header[3] & 0xFF;
    if (length < HEADER || length > MAX_PACKET) {
      throw new ProtocolException("a packet of " + length + " bytes");
    }
    return length - HEADER;
  }
}
