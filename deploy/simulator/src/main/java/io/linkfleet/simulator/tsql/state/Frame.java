package io.linkfleet.simulator.tsql.state;

import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The variables of one batch, or of one text run by EXEC inside it. */
public final class Frame {
  /** A variable with its declared type. */
  public static final class Variable {
    public final DataType type;
    private Object value;

    Variable(DataType type) {
      this.type = type;
    }

    public Object value() {
      return value;
    }

    /** Assigns, converting to the declared type. */
    public void value(Object now) {
      value = Convert.to(now, type, 0);
    }
  }

  public final SessionState session;
  /** The procedure whose body this is; empty for a batch or a text. */
  public String procedure = "";
  /** What RETURN gave back, in a procedure. */
  public int returned;
  /** How deep EXEC has nested. */
  public final int depth;
  /** Names that were not found while a statement was bound. */
  public final List<TsqlError> unbound = new ArrayList<>();
  /** Tables that the statement reads. */
  public final Set<UserTables.Place> reads = new HashSet<>();
  /** Whether an aggregate of the statement left a NULL out. */
  public boolean nullEliminated;
  private final Map<String, Variable> variables = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  public Frame(SessionState session, int depth) {
    this.session = session;
    this.depth = depth;
  }

  /** Declares a variable, NULL until assigned; a second declaration in a loop keeps its value. */
  public Variable declare(String name, DataType type) {
    return variables.computeIfAbsent(name, n -> new Variable(type));
  }

  /**
   * A declared variable; null before its DECLARE has run, which the parser allows only textually.
   */
  public Variable variable(String name) {
    return variables.get(name);
  }

  public Map<String, Variable> variables() {
    return variables;
  }
}
