package io.linkfleet.acceptance.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * Looks like a SQL Server up to the TLS handshake, with a certificate of the experiment's choice;
 * counts who comes in and who sends anything through the encrypted channel.
 */
final class TlsDoor implements AutoCloseable {
  private static final int PRELOGIN = 0x12;
  private static final int ANSWER = 0x04;

  /** Version 16.0, encryption on, no instance, thread, MARS. */
  private static final byte[] OPTIONS = {
    0, 0, 11, 0, 6, 1, 0, 17, 0, 1, (byte) 0xFF, 16, 0, 3, (byte) 0xE8, 0, 0, 1
  };

  private final ServerSocket listener;
  private final SSLContext tls;
  private final AtomicInteger greeted = new AtomicInteger();
  private final AtomicInteger trusted = new AtomicInteger();

  TlsDoor(SSLContext tls) throws IOException {
    this.tls = tls;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::run, "tls-door");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How many began to talk. */
  int greeted() {
    return greeted.get();
  }

  /** How many accepted the certificate and sent what must not be told to a stranger. */
  int trusted() {
    return trusted.get();
  }

  private void run() {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        socket.setSoTimeout(10_000);
        serve(socket);
      } catch (IOException e) {
        // they have gone, as is right; or the door is closed
      }
    }
  }

  private void serve(Socket socket) throws IOException {
    DataInputStream in = new DataInputStream(socket.getInputStream());
    packet(in);
    greeted.incrementAndGet();
    write(socket.getOutputStream(), OPTIONS, OPTIONS.length);
    Carrier carrier = new Carrier(socket, in);
    SSLSocket secured =
        (SSLSocket) tls.getSocketFactory().createSocket(carrier, "client", 0, false);
    secured.setUseClientMode(false);
    secured.setEnabledProtocols(new String[] {"TLSv1.2"});
    secured.startHandshake();
    carrier.raw = true;
    if (secured.getInputStream().read() >= 0) {
      trusted.incrementAndGet();
    }
  }

  private static byte[] packet(DataInputStream in) throws IOException {
    byte[] header = in.readNBytes(8);
    if (header.length < 8 || header[0] != PRELOGIN) {
      throw new IOException("no packet of the handshake");
    }
    return in.readNBytes(((header[2] & 0xFF) << 8 | header[3] & 0xFF) - 8);
  }

  private static void write(OutputStream out, byte[] bytes, int length) throws IOException {
    byte[] packet = new byte[length + 8];
    packet[0] = ANSWER;
    packet[1] = 1;
    packet[2] = (byte) (packet.length >> 8);
    packet[3] = (byte) packet.length;
    System.arraycopy(bytes, 0, packet, 8, length);
    out.write(packet);
    out.flush();
  }

  /** What TLS believes to be its socket: packets during the handshake, bytes afterwards. */
  private static final class Carrier extends Socket {
    private final Socket socket;
    private final DataInputStream in;
    private byte[] packet = {};
    private int next;
    private volatile boolean raw;

    Carrier(Socket socket, DataInputStream in) {
      this.socket = socket;
      this.in = in;
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
          if (raw && next == packet.length) {
            return in.read(to, from, length);
          }
          if (length > 0 && next == packet.length) {
            packet = packet(in);
            next = 0;
          }
          int some = Math.min(length, packet.length - next);
          System.arraycopy(packet, next, to, from, some);
          next += some;
          return some;
        }
      };
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
      OutputStream out = socket.getOutputStream();
      return new OutputStream() {
        @Override
        public void write(int one) throws IOException {
          write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
          if (raw) {
            out.write(bytes, from, length);
          } else {
            TlsDoor.write(out, java.util.Arrays.copyOfRange(bytes, from, from + length), length);
          }
        }
      };
    }

    @Override
    public boolean isConnected() {
      return true;
    }

    @Override
    public InetAddress getInetAddress() {
      return socket.getInetAddress();
    }

    @Override
    public java.net.SocketAddress getRemoteSocketAddress() {
      return new InetSocketAddress(socket.getInetAddress(), socket.getPort());
    }

    @Override
    public synchronized void setSoTimeout(int millis) throws java.net.SocketException {
      socket.setSoTimeout(millis);
    }

    @Override
    public synchronized int getSoTimeout() throws java.net.SocketException {
      return socket.getSoTimeout();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
