package io.linkfleet.simulator.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One procedure call of an RPC message.
 *
 * @param procedure the name as it came, or the name that belongs to the id
 * @param values the parameters in their order
 */
record RpcCall(String procedure, List<RpcValue> values) {
  private static final int BY_ID = 0xFFFF;
  private static final int NEXT_CALL = 0xFF;
  private static final int NEXT_CALL_WITHOUT_RUNNING = 0xFE;
  /** SQL Server's own limit for one procedure. */
  private static final int MOST_VALUES = 2100;

  private static final Map<Integer, String> BY_NUMBER =
      Map.ofEntries(
          Map.entry(1, "sp_cursor"),
          Map.entry(2, "sp_cursoropen"),
          Map.entry(3, "sp_cursorprepare"),
          Map.entry(4, "sp_cursorexecute"),
          Map.entry(5, "sp_cursorprepexec"),
          Map.entry(6, "sp_cursorunprepare"),
          Map.entry(7, "sp_cursorfetch"),
          Map.entry(8, "sp_cursoroption"),
          Map.entry(9, "sp_cursorclose"),
          Map.entry(10, "sp_executesql"),
          Map.entry(11, "sp_prepare"),
          Map.entry(12, "sp_execute"),
          Map.entry(13, "sp_prepexec"),
          Map.entry(14, "sp_prepexecrpc"),
          Map.entry(15, "sp_unprepare"));

  /** A message holds one call or, from executeBatch of a prepared statement, many. */
  static List<RpcCall> read(byte[] body) throws ProtocolException {
    ByteReader in = new ByteReader(body).skipAllHeaders();
    var calls = new ArrayList<RpcCall>();
    while (true) {
      calls.add(one(in));
      if (in.remaining() == 0) {
        return calls;
      }
      if (in.u8() == NEXT_CALL_WITHOUT_RUNNING) {
        throw new ProtocolException("an RPC that is not to be run");
      }
      if (in.remaining() == 0) {
        return calls;
      }
    }
  }

  private static RpcCall one(ByteReader in) throws ProtocolException {
    int length = in.u16();
    String name = length == BY_ID ? named(in.u16()) : in.utf16(length);
    in.skip(2);
    var values = new ArrayList<RpcValue>();
    while (in.remaining() > 0 && in.peek() < NEXT_CALL_WITHOUT_RUNNING) {
      if (values.size() > MOST_VALUES) {
        throw new ProtocolException("an RPC of more than " + MOST_VALUES + " parameters");
      }
      values.add(RpcValue.read(in));
    }
    return new RpcCall(name, values);
  }

  private static String named(int id) throws ProtocolException {
    String name = BY_NUMBER.get(id);
    if (name == null) {
      throw new ProtocolException("procedure id " + id);
    }
    return name;
  }

  /** The name by which the procedures of the protocol are recognised. */
  String plainName() {
    return procedure
        .toLowerCase(Locale.ROOT)
        .replace("[", "")
        .replace("]", "")
        .replaceFirst("^(?:master\\.)?(?:sys|dbo)?\\.", "");
  }
}
