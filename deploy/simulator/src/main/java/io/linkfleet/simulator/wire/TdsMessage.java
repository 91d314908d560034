package io.linkfleet.simulator.wire;

/**
 * One message of a client, all its packets put together.
 *
 * @param type the packet type, one of the constants here
 * @param status the status bits of its packets together
 * @param body the payload without packet headers
 * @param counted the bytes that it holds of the {@link MemoryBudget}
 */
record TdsMessage(int type, int status, byte[] body, long counted) {
  static final int BATCH = 0x01;
  static final int RPC = 0x03;
  static final int REPLY = 0x04;
  static final int ATTENTION = 0x06;
  static final int BULK = 0x07;
  static final int TRANSACTION = 0x0E;
  static final int LOGIN7 = 0x10;
  static final int PRELOGIN = 0x12;

  static final int END = 0x01;
  static final int IGNORE = 0x02;
  static final int RESET = 0x08;
  static final int RESET_KEEP_TRANSACTION = 0x10;

  boolean has(int bit) {
    return (status & bit) != 0;
  }
}
