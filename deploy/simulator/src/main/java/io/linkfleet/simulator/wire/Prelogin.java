package io.linkfleet.simulator.wire;

/** The pre-login exchange: what the client wants encrypted, and what it is answered. */
record Prelogin(int encryption) {
  static final int OFF = 0;
  static final int ON = 1;
  static final int NOT_SUPPORTED = 2;

  private static final int OPTION_ENCRYPTION = 1;
  private static final int LAST_OPTION = 5;
  private static final int END = 0xFF;

  /** Reads a client's options; a missing encryption option means that it cannot encrypt. */
  static Prelogin read(byte[] body) throws ProtocolException {
    var table = new ByteReader(body);
    int encryption = NOT_SUPPORTED;
    for (int option = table.u8(); option != END; option = table.u8()) {
      int offset = table.u8() << 8 | table.u8();
      int length = table.u8() << 8 | table.u8();
      ByteReader value = table.at(offset);
      if (value.remaining() < length) {
        throw new ProtocolException("a pre-login option runs past its message");
      }
      if (option == OPTION_ENCRYPTION) {
        encryption = value.u8();
      }
    }
    if (encryption > 3) {
      throw new ProtocolException("pre-login encryption " + encryption);
    }
    return new Prelogin(encryption);
  }

  /**
   * What this server agrees to: it can encrypt and does not insist, like a SQL Server without
   * "Force Encryption". REQ (3) from a client means ON for it.
   */
  int agreed() {
    return encryption == 3 ? ON : encryption;
  }

  /** The answer: version, encryption, instance, thread, MARS (never), trace. */
  static byte[] answer(int[] version, int encryption) {
    byte[][] values = {
      {
        (byte) version[0],
        (byte) version[1],
        (byte) (version[2] >> 8),
        (byte) version[2],
        0,
        0
      },
      {(byte) encryption},
      {0},
      {},
      {0},
      {}
    };
    var out = new ByteWriter();
    int offset = (LAST_OPTION + 1) * 5 + 1;
    for (int option = 0; option <= LAST_OPTION; option++) {
      int length = values[option].length;
      out.u8(option).u8(offset >> 8).u8(offset).u8(length >> 8).u8(length);
      offset += length;
    }
    out.u8(END);
    for (byte[] value : values) {
      out.raw(value);
    }
    return out.toByteArray();
  }
}
