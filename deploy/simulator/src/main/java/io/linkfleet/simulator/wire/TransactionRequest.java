package io.linkfleet.simulator.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Transaction manager requests, as {@code tedious} and SqlClient send them, in the T-SQL that does
 * the same.
 */
final class TransactionRequest {
  private static final int BEGIN = 5;
  private static final int COMMIT = 7;
  private static final int ROLLBACK = 8;
  private static final int SAVE = 9;

  private TransactionRequest() {}

  /** The batch, or empty for a request that is not simulated: distributed transactions. */
  static Optional<String> batch(byte[] body) throws ProtocolException {
    ByteReader in = new ByteReader(body).skipAllHeaders();
    int request = in.u16();
    return switch (request) {
      case BEGIN -> Optional.of(begin(in));
      case COMMIT -> Optional.of("COMMIT TRANSACTION" + name(in) + andBegin(in));
      case ROLLBACK -> Optional.of("ROLLBACK TRANSACTION" + name(in) + andBegin(in));
      case SAVE -> Optional.of("SAVE TRANSACTION" + name(in));
      default -> Optional.empty();
    };
  }

  private static String begin(ByteReader in) throws ProtocolException {
    String level =
        switch (in.u8()) {
          case 0 -> "";
          case 1 -> "READ UNCOMMITTED";
          case 2 -> "READ COMMITTED";
          case 3 -> "REPEATABLE READ";
          case 4 -> "SERIALIZABLE";
          case 5 -> "SNAPSHOT";
          default -> throw new ProtocolException("an unknown isolation level");
        };
    String set = level.isEmpty() ? "" : "SET TRANSACTION ISOLATION LEVEL " + level + "; ";
    return set + "BEGIN TRANSACTION" + name(in);
  }

  private static String andBegin(ByteReader in) throws ProtocolException {
    boolean next = in.remaining() > 0 && (in.u8() & 1) != 0;
    return next ? "; " + begin(in) : "";
  }

  /** The name has its length in bytes, unlike every other short text. */
  private static String name(ByteReader in) throws ProtocolException {
    if (in.remaining() == 0) {
      return "";
    }
    String name = new String(in.raw(in.u8()), StandardCharsets.UTF_16LE);
    return name.isEmpty() ? "" : " [" + name.replace("]", "]]") + "]";
  }
}
