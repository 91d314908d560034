package io.linkfleet.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** For tests only: a client without encryption that may send anything, right or wrong. */
final class RawClient implements AutoCloseable {
  static final byte[] NO_HEADERS = {4, 0, 0, 0};

  final Socket socket;
  final InputStream in;
  final OutputStream out;

  RawClient(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  static RawClient loggedIn(int port) throws IOException {
    var client = new RawClient(port);
    client.send(TdsMessage.PRELOGIN, TdsMessage.END, prelogin());
    client.receive();
    client.send(TdsMessage.LOGIN7, TdsMessage.END, login(0x74000004, ToyServer.PASSWORD));
    client.receive();
    return client;
  }

  /** Says that it cannot encrypt. */
  static byte[] prelogin() {
    return new byte[] {1, 0, 6, 0, 1, (byte) 0xFF, 2};
  }

  static byte[] login(int version, String password) {
    var fixed = new ByteWriter().u32(0).u32(version).u32(4096).raw(new byte[12]);
    fixed.u8(0xE0).u8(0x03).u8(0).u8(0).raw(new byte[8]);
    var texts = new ByteWriter();
    String[] values = {"", ToyServer.USER, password, "", "", "", "", "", ""};
    int end = 94;
    for (int i = 0; i < values.length; i++) {
      fixed.u16(end + texts.size()).u16(values[i].length());
      byte[] bytes = values[i].getBytes(StandardCharsets.UTF_16LE);
      for (byte one : bytes) {
        int b = one & 0xFF;
        texts.u8(i == 2 ? ((b << 4 | b >> 4) & 0xFF) ^ 0xA5 : b);
      }
    }
    fixed.raw(new byte[end - fixed.size()]);
    return fixed.raw(texts.toByteArray()).toByteArray();
  }

  static byte[] batch(String text) {
    return new ByteWriter().raw(NO_HEADERS).utf16(text).toByteArray();
  }

  /** Sends one packet. */
  void send(int type, int status, byte[] body) throws IOException {
    var packet = new ByteWriter().u8(type).u8(status);
    packet.u8((body.length + 8) >> 8).u8(body.length + 8).u32(0).raw(body);
    out.write(packet.toByteArray());
  }

  /** One whole message of the server, without packet headers; empty when it has hung up. */
  byte[] receive() throws IOException {
    var message = new ByteArrayOutputStream();
    byte[] header;
    do {
      header = in.readNBytes(8);
      if (header.length < 8) {
        return new byte[0];
      }
      message.writeBytes(in.readNBytes(((header[2] & 0xFF) << 8 | header[3] & 0xFF) - 8));
    } while ((header[1] & TdsMessage.END) == 0);
    return message.toByteArray();
  }

  /** Whether the server hangs up, after anything that it may still say. */
  boolean isHungUp() {
    try {
      return in.readAllBytes() != null;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
