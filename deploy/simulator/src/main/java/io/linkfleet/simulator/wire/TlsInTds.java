package io.linkfleet.simulator.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Encrypts one connection: TLS inside TDS packets for TDS 7, TLS below TDS for TDS 8 (strict).
 *
 * <p>Inside TDS only TLS 1.2 is offered. The JDBC driver sends its flight when it next reads, so
 * the last flight of a 1.3 handshake would never leave it. For the same reason nothing is resumed:
 * the caller brings a fresh context for every connection.
 */
final class TlsInTds {
  private TlsInTds() {}

  /**
   * An encrypted connection.
   *
   * @param in what the client sends, in clear
   * @param out what it is to get, in clear
   * @param leave ends the encryption and leaves the connection to its plain streams
   */
  record Secured(InputStream in, OutputStream out, Runnable leave) {}

  /** The handshake of TDS 7. The socket's own streams must be given, as they may be buffered. */
  static Secured wrapped(SSLContext context, Socket socket, InputStream in, OutputStream out)
      throws IOException {
    var carrier = new Carrier(socket, in, out);
    SSLSocket tls = server(context, carrier);
    tls.setEnabledProtocols(new String[] {"TLSv1.2"});
    tls.startHandshake();
    carrier.unwrapFromNowOn();
    return new Secured(tls.getInputStream(), tls.getOutputStream(), carrier::detach);
  }

  /** The handshake of TDS 8, where the first byte on the socket is that of a ClientHello. */
  static Secured strict(SSLContext context, Socket socket, InputStream in, OutputStream out)
      throws IOException {
    var carrier = new Carrier(socket, in, out);
    carrier.unwrapFromNowOn();
    SSLSocket tls = server(context, carrier);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setApplicationProtocols(new String[] {"tds/8.0"});
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return new Secured(tls.getInputStream(), tls.getOutputStream(), carrier::detach);
  }

  private static SSLSocket server(SSLContext context, Socket carrier) throws IOException {
    var tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(carrier, "client", carrier.getPort(), false);
    tls.setUseClientMode(false);
    return tls;
  }

  /** The socket that JSSE believes to talk to; its streams put on and take off packet headers. */
  private static final class Carrier extends Socket {
    private final Socket socket;
    private final InputStream rawIn;
    private final OutputStream rawOut;
    private final HandshakeOut handshakeOut;
    private final HandshakeIn handshakeIn;
    private volatile boolean raw;
    private volatile boolean detached;

    Carrier(Socket socket, InputStream in, OutputStream out) {
      this.socket = socket;
      this.rawIn = in;
      this.rawOut = out;
      this.handshakeOut = new HandshakeOut(out);
      this.handshakeIn = new HandshakeIn(in, handshakeOut);
    }

    void unwrapFromNowOn() throws IOException {
      handshakeOut.sendFlight();
      raw = true;
    }

    /**
     * Lets JSSE believe that the connection has ended. When it later collects the abandoned socket
     * it sends a good-bye, which must not appear among the packets.
     */
    void detach() {
      detached = true;
    }

    @Override
    public InputStream getInputStream() {
      return new InputStream() {
        @Override
        public int read() throws IOException {
          byte[] one = new byte[1];
          return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] to, int from, int length) throws IOException {
          // Callers probe with length 0; blocking then would wait for bytes nobody asked for.
          if (length == 0) {
            return 0;
          }
          if (detached) {
            return -1;
          }
          return (raw ? rawIn : handshakeIn).read(to, from, length);
        }

        @Override
        public int available() throws IOException {
          return raw ? rawIn.available() : 0;
        }
      };
    }

    @Override
    public OutputStream getOutputStream() {
      return new OutputStream() {
        @Override
        public void write(int value) throws IOException {
          write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] data, int from, int length) throws IOException {
          if (!detached) {
            (raw ? rawOut : handshakeOut).write(data, from, length);
          }
        }

        @Override
        public void flush() throws IOException {
          if (raw && !detached) {
            rawOut.flush();
          }
        }
      };
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public boolean isClosed() {
      return detached || socket.isClosed();
    }

    @Override
    public InetAddress getInetAddress() {
      return socket.getInetAddress();
    }

    @Override
    public int getPort() {
      return socket.getPort();
    }

    @Override
    public void close() throws IOException {
      if (!detached) {
        socket.close();
      }
    }
  }

  /** Collects what JSSE writes: clients expect one flight to be one message. */
  private static final class HandshakeOut extends OutputStream {
    private static final int PAYLOAD = PacketWriter.FIRST_SIZE - 8;

    private final OutputStream out;
    private final ByteArrayOutputStream flight = new ByteArrayOutputStream();

    HandshakeOut(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int value) {
      flight.write(value);
    }

    @Override
    public void write(byte[] data, int from, int length) {
      flight.write(data, from, length);
    }

    void sendFlight() throws IOException {
      byte[] bytes = flight.toByteArray();
      flight.reset();
      int number = 0;
      for (int from = 0; from < bytes.length; from += PAYLOAD) {
        int length = Math.min(PAYLOAD, bytes.length - from);
        int end = from + length == bytes.length ? TdsMessage.END : 0;
        var packet = new ByteWriter().u8(TdsMessage.PRELOGIN).u8(end);
        packet.u8((length + 8) >> 8).u8(length + 8).u16(0).u8(++number).u8(0);
        packet.raw(bytes, from, length);
        out.write(packet.array(), 0, packet.size());
      }
      out.flush();
    }
  }

  /** Takes the packet headers off, one packet at a time, and sends our flight before it waits. */
  private static final class HandshakeIn extends InputStream {
    /** A client's flight is a few kilobytes; its certificate chain, if any, may be more. */
    private static final int MOST = 64 << 10;

    private final InputStream in;
    private final HandshakeOut out;
    private int left;
    private int total;

    HandshakeIn(InputStream in, HandshakeOut out) {
      this.in = in;
      this.out = out;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] to, int from, int length) throws IOException {
      while (left == 0) {
        out.sendFlight();
        byte[] header = in.readNBytes(8);
        if (header.length < 8) {
          return -1;
        }
        left = ((header[2] & 0xFF) << 8 | header[3] & 0xFF) - 8;
        total += left + 8;
        if (header[0] != TdsMessage.PRELOGIN || left < 0 || total > MOST) {
          throw new ProtocolException("not a packet of a TLS handshake");
        }
      }
      int got = in.read(to, from, Math.min(length, left));
      left -= Math.max(got, 0);
      return got;
    }
  }
}
