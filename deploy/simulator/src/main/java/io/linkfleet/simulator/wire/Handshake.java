package io.linkfleet.simulator.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.function.Supplier;

/** Agrees with a client on encryption: the pre-login exchange and the TLS handshake around it. */
final class Handshake {
  private static final int TLS_RECORD = 0x16;

  private Handshake() {}

  /**
   * The streams on which the login comes.
   *
   * @param afterLogin the plain streams to go back to when only the login is encrypted, else null
   */
  record Channel(PacketReader in, PacketWriter out, Plain afterLogin) {}

  /** The streams of the socket itself, and what ends the encryption above them. */
  record Plain(InputStream in, OutputStream out, Runnable leaveTls) {}

  static Channel open(
      Socket socket,
      TlsIdentity tls,
      int[] version,
      WireLimits limits,
      Supplier<PacketReader> readers)
      throws IOException {
    var rawIn = new BufferedInputStream(socket.getInputStream(), 8192);
    OutputStream rawOut = socket.getOutputStream();
    rawIn.mark(1);
    int first = rawIn.read();
    rawIn.reset();
    var in = readers.get();
    var out = new PacketWriter(rawOut);
    boolean strict = first == TLS_RECORD;
    if (strict) {
      TlsInTds.Secured secure = TlsInTds.strict(tls.freshContext(), socket, rawIn, rawOut);
      in.switchTo(secure.in());
      out.switchTo(secure.out());
    } else {
      in.switchTo(rawIn);
    }
    int agreed = prelogin(in, out, version, limits, strict);
    if (strict || agreed == Prelogin.NOT_SUPPORTED) {
      return new Channel(in, out, null);
    }
    TlsInTds.Secured secure = TlsInTds.wrapped(tls.freshContext(), socket, rawIn, rawOut);
    in.switchTo(secure.in());
    out.switchTo(secure.out());
    Plain plain = agreed == Prelogin.ON ? null : new Plain(rawIn, rawOut, secure.leave());
    return new Channel(in, out, plain);
  }

  private static int prelogin(
      PacketReader in, PacketWriter out, int[] version, WireLimits limits, boolean strict)
      throws IOException {
    TdsMessage message = in.read(limits.maxLoginBytes());
    if (message == null || message.type() != TdsMessage.PRELOGIN) {
      throw new ProtocolException("no pre-login");
    }
    int asked = Prelogin.read(message.body()).agreed();
    int agreed = strict ? Prelogin.NOT_SUPPORTED : asked;
    byte[] answer = Prelogin.answer(version, agreed);
    out.write(answer, 0, answer.length);
    out.end();
    return agreed;
  }
}
