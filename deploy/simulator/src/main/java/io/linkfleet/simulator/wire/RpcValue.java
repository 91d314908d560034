package io.linkfleet.simulator.wire;

/**
 * One parameter of an RPC as it came.
 *
 * @param name with its leading at sign, or empty when positional
 * @param output whether the client wants it back
 * @param defaulted whether the client asked for the procedure's default instead of a value
 * @param declaredType the T-SQL type that its TYPE_INFO stands for
 * @param value the Java value, null for NULL
 */
record RpcValue(
    String name, boolean output, boolean defaulted, String declaredType, Object value) {

  private static final int BY_REFERENCE = 0x01;
  private static final int DEFAULT = 0x02;
  private static final int ENCRYPTED = 0x08;

  static RpcValue read(ByteReader in) throws ProtocolException {
    String name = in.shortText();
    int status = in.u8();
    if ((status & ENCRYPTED) != 0) {
      throw new ProtocolException("an Always Encrypted parameter, which was not agreed");
    }
    TypeDecoder.Typed typed = TypeDecoder.read(in);
    return new RpcValue(
        name,
        (status & BY_REFERENCE) != 0,
        (status & DEFAULT) != 0,
        typed.declaration(),
        typed.value());
  }
}
