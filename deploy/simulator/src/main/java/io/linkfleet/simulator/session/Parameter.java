package io.linkfleet.simulator.session;

/**
 * One parameter of a parameterised batch, and after the run the value it has then.
 *
 * <p>The wire reads {@link #value()} of output parameters back after the batch has run.
 */
public final class Parameter {
  private final String name;
  private final String declaredType;
  private final boolean output;
  private Object value;

  /**
   * A parameter as it arrived.
   *
   * @param name with its leading {@code @}
   * @param declaredType its T-SQL type as declared, for example {@code nvarchar(4000)}
   * @param output whether the client wants it back
   * @param value the Java value, see {@link SqlType}
   */
  public Parameter(String name, String declaredType, boolean output, Object value) {
    this.name = name;
    this.declaredType = declaredType;
    this.output = output;
    this.value = value;
  }

  public String name() {
    return name;
  }

  public String declaredType() {
    return declaredType;
  }

  public boolean output() {
    return output;
  }

  public Object value() {
    return value;
  }

  /** The session assigned the variable. */
  public void value(Object now) {
    this.value = now;
  }
}
