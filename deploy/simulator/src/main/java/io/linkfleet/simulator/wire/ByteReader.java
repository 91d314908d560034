package io.linkfleet.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A little-endian cursor over one message that never reads past its end. */
final class ByteReader {
  private final byte[] data;
  private final int end;
  private int at;

  ByteReader(byte[] data) {
    this(data, 0, data.length);
  }

  private ByteReader(byte[] data, int from, int end) {
    this.data = data;
    this.at = from;
    this.end = end;
  }

  private int take(int count) throws ProtocolException {
    if (count < 0 || count > end - at) {
      throw new ProtocolException("a field of " + count + " bytes runs past its message");
    }
    int from = at;
    at += count;
    return from;
  }

  int remaining() {
    return end - at;
  }

  int peek() throws ProtocolException {
    int value = data[take(1)] & 0xFF;
    at--;
    return value;
  }

  int u8() throws ProtocolException {
    return data[take(1)] & 0xFF;
  }

  int u16() throws ProtocolException {
    return (int) unsigned(2);
  }

  int i32() throws ProtocolException {
    return (int) unsigned(4);
  }

  long i64() throws ProtocolException {
    return unsigned(8);
  }

  /** A little-endian number of up to 8 bytes. */
  long unsigned(int count) throws ProtocolException {
    int from = take(count);
    long value = 0;
    for (int i = count - 1; i >= 0; i--) {
      value = value << 8 | data[from + i] & 0xFF;
    }
    return value;
  }

  byte[] raw(int count) throws ProtocolException {
    int from = take(count);
    return Arrays.copyOfRange(data, from, from + count);
  }

  void skip(int count) throws ProtocolException {
    take(count);
  }

  String utf16(int chars) throws ProtocolException {
    int from = take(chars < 0 || chars > data.length ? -1 : chars * 2);
    return new String(data, from, chars * 2, StandardCharsets.UTF_16LE);
  }

  /** B_VARCHAR. */
  String shortText() throws ProtocolException {
    return utf16(u8());
  }

  /** The rest of the message as UTF-16. */
  String text() throws ProtocolException {
    if (remaining() % 2 != 0) {
      throw new ProtocolException("text of an odd number of bytes");
    }
    return utf16(remaining() / 2);
  }

  /** A second cursor that starts at an absolute offset of the same message. */
  ByteReader at(int offset) throws ProtocolException {
    if (offset < 0 || offset > end) {
      throw new ProtocolException("offset " + offset + " lies outside its message");
    }
    return new ByteReader(data, offset, end);
  }

  /** Skips ALL_HEADERS, whose total length includes itself. */
  ByteReader skipAllHeaders() throws ProtocolException {
    int total = i32();
    if (total < 4) {
      throw new ProtocolException("ALL_HEADERS of " + total + " bytes");
    }
    skip(total - 4);
    return this;
  }
}
