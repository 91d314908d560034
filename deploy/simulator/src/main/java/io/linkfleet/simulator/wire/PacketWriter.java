package io.linkfleet.simulator.wire;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Cuts the messages to a client into packets and sends each as soon as it is full.
 *
 * <p>A reply therefore needs the memory of one packet, whatever its length; a client that does not
 * read blocks only the thread of its own connection.
 */
final class PacketWriter {
  static final int FIRST_SIZE = 4096;
  private static final int HEADER = 8;

  private OutputStream out;
  private byte[] packet = new byte[FIRST_SIZE];
  private int size = HEADER;
  private int number;
  private int spid;
  private volatile long startedNanos;

  PacketWriter(OutputStream out) {
    this.out = out;
  }

  void switchTo(OutputStream other) {
    this.out = other;
  }

  /** The size agreed at login; only between two messages. */
  void packetSize(int agreed) {
    packet = new byte[agreed];
  }

  void spid(int now) {
    this.spid = now;
  }

  /** Since when the client leaves a packet unread, 0 when none waits. */
  long startedNanos() {
    return startedNanos;
  }

  void write(byte[] data, int from, int length) throws IOException {
    int left = length;
    int at = from;
    while (left > 0) {
      if (size == packet.length) {
        send(0);
      }
      int part = Math.min(left, packet.length - size);
      System.arraycopy(data, at, packet, size, part);
      size += part;
      at += part;
      left -= part;
    }
  }

  /** Writes a whole token and empties its buffer. */
  void write(ByteWriter token) throws IOException {
    write(token.array(), 0, token.size());
    token.clear();
  }

  /** Sends what is left as the last packet of the message. */
  void end() throws IOException {
    send(TdsMessage.END);
    number = 0;
  }

  private void send(int status) throws IOException {
    packet[0] = TdsMessage.REPLY;
    packet[1] = (byte) status;
    packet[2] = (byte) (size >> 8);
    packet[3] = (byte) size;
    packet[4] = (byte) (spid >> 8);
    packet[5] = (byte) spid;
    packet[6] = (byte) ++number;
    packet[7] = 0;
    startedNanos = System.nanoTime() | 1;
    try {
      out.write(packet, 0, size);
      out.flush();
    } finally {
      startedNanos = 0;
    }
    size = HEADER;
  }
}
