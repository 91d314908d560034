package io.linkfleet.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing little-endian buffer in which one token is put together before it leaves. */
final class ByteWriter {
  /** Larger buffers are given back after use, so that one big value does not stay for ever. */
  private static final int KEEP = 64 << 10;

  private byte[] bytes = new byte[512];
  private int size;

  private void need(int more) {
    if (more > bytes.length - size) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, Math.addExact(size, more)));
    }
  }

  ByteWriter u8(int value) {
    need(1);
    bytes[size++] = (byte) value;
    return this;
  }

  ByteWriter u16(int value) {
    return u8(value).u8(value >> 8);
  }

  ByteWriter u32(long value) {
    return u16((int) value).u16((int) (value >> 16));
  }

  ByteWriter u64(long value) {
    return u32(value).u32(value >> 32);
  }

  /** The low {@code count} bytes of a value. */
  ByteWriter low(long value, int count) {
    for (int i = 0; i < count; i++) {
      u8((int) (value >> (8 * i)));
    }
    return this;
  }

  ByteWriter raw(byte[] data) {
    return raw(data, 0, data.length);
  }

  ByteWriter raw(byte[] data, int from, int length) {
    need(length);
    System.arraycopy(data, from, bytes, size, length);
    size += length;
    return this;
  }

  ByteWriter utf16(String text) {
    return raw(text.getBytes(StandardCharsets.UTF_16LE));
  }

  /** B_VARCHAR: one byte of length in characters. Text that it cannot hold is cut. */
  ByteWriter shortText(String text) {
    String fits = text.length() > 255 ? text.substring(0, 255) : text;
    return u8(fits.length()).utf16(fits);
  }

  /** Reserves a 16-bit length; {@link #closeLength} fills it in. */
  int openLength() {
    u16(0);
    return size;
  }

  void closeLength(int start) {
    int length = size - start;
    if (length > 0xFFFF) {
      throw new IllegalStateException("token of " + length + " bytes");
    }
    bytes[start - 2] = (byte) length;
    bytes[start - 1] = (byte) (length >> 8);
  }

  int size() {
    return size;
  }

  byte[] array() {
    return bytes;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, size);
  }

  void clear() {
    size = 0;
    if (bytes.length > KEEP) {
      bytes = new byte[512];
    }
  }

  /** Forgets everything after a mark: a token that could not be finished must not leave. */
  void cutTo(int mark) {
    size = mark;
  }
}
