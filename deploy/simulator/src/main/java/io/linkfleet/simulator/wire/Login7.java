package io.linkfleet.simulator.wire;

import io.linkfleet.simulator.session.SqlServerPort.LoginRequest;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/**
 * The LOGIN7 message of a client.
 *
 * @param tdsVersion as the client asks for it
 * @param packetSize as the client asks for it, 0 for the server's choice
 * @param integrated whether it wants Windows authentication, which is not simulated
 * @param features the ids of the feature extensions that it offers
 * @param request who logs in
 */
record Login7(
    int tdsVersion,
    int packetSize,
    boolean integrated,
    Set<Integer> features,
    LoginRequest request) {

  static final int FEATURE_FEDERATED = 0x02;
  static final int FEATURE_CLASSIFICATION = 0x09;
  static final int FEATURE_UTF8 = 0x0A;

  private static final int USER = 1;
  private static final int PASSWORD = 2;
  private static final int EXTENSION = 5;
  private static final int TEXTS = 9;
  private static final int MAX_CHARS = 260;

  static Login7 read(byte[] body) throws ProtocolException {
    var in = new ByteReader(body);
    in.i32();
    int version = in.i32();
    int packetSize = in.i32();
    in.skip(12);
    in.skip(1);
    boolean integrated = (in.u8() & 0x80) != 0;
    in.skip(1);
    boolean extended = (in.u8() & 0x10) != 0;
    in.skip(8);
    String[] texts = new String[TEXTS];
    Set<Integer> features = Set.of();
    for (int i = 0; i < TEXTS; i++) {
      int offset = in.u16();
      int length = in.u16();
      texts[i] = "";
      if (length == 0) {
        continue;
      }
      if (i == EXTENSION) {
        features = extended ? features(in, offset) : features;
      } else if (length > MAX_CHARS) {
        throw new ProtocolException("a login field of " + length + " characters");
      } else {
        byte[] raw = in.at(offset).raw(length * 2);
        texts[i] = new String(i == PASSWORD ? plain(raw) : raw, StandardCharsets.UTF_16LE);
      }
    }
    return new Login7(
        version,
        packetSize,
        integrated,
        features,
        new LoginRequest(texts[USER], texts[PASSWORD], texts[8], texts[3], texts[0]));
  }

  private static Set<Integer> features(ByteReader message, int slot) throws ProtocolException {
    ByteReader in = message.at(message.at(slot).i32());
    var found = new TreeSet<Integer>();
    for (int id = in.u8(); id != 0xFF; id = in.u8()) {
      found.add(id);
      in.skip(in.i32());
    }
    return found;
  }

  private static byte[] plain(byte[] obscured) {
    byte[] clear = new byte[obscured.length];
    for (int i = 0; i < clear.length; i++) {
      int swapped = (obscured[i] & 0xFF) ^ 0xA5;
      clear[i] = (byte) (swapped << 4 | swapped >> 4);
    }
    return clear;
  }

  /** The packet size to use; clients take whatever the answer says. */
  int agreedPacketSize() {
    return packetSize <= 0
        ? PacketWriter.FIRST_SIZE
        : Math.max(512, Math.min(32767, packetSize));
  }

  /** The version to answer: the client's own, at most 7.4, or 8.0 when it came that way. */
  int agreedVersion() {
    return tdsVersion == 0x08000000 ? tdsVersion : Math.min(tdsVersion, 0x74000004);
  }

  /** Before 7.3 tokens have another layout and dates no type of their own: not simulated. */
  boolean supported() {
    return tdsVersion == 0x08000000 || tdsVersion >= 0x730A0003;
  }

  @Override
  public String toString() {
    return "Login7[version=%08x, %s]".formatted(tdsVersion, request);
  }
}
