package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.type.DataType;
import java.util.List;
import java.util.Map;

/** A statement of a batch: control flow and queries here, the rest in {@link Definition}. */
public sealed interface Statement permits Definition, Statement.Block, Statement.If,
    Statement.While, Statement.Break, Statement.Continue, Statement.Return, Statement.TryCatch,
    Statement.Throw, Statement.RaiseError, Statement.Print, Statement.WaitFor, Statement.Declare,
    Statement.Assign, Statement.SetOption, Statement.Use, Statement.Transaction,
    Statement.SelectRows, Statement.Execute, Statement.ExecuteText, Statement.Dbcc,
    Statement.Reconfigure, Statement.ReadBackup, Statement.RowChange {
  /**
   * A statement where it stands.
   *
   * @param line from 1
   * @param text as written, passwords taken out
   */
  record Step(Statement statement, int line, String text) {}

  record Block(List<Step> steps) implements Statement {}

  record If(Expression condition, Step then, Step otherwise) implements Statement {}

  record While(Expression condition, Step body) implements Statement {}

  record Break() implements Statement {}

  record Continue() implements Statement {}

  record Return(Expression value) implements Statement {}

  record TryCatch(List<Step> body, List<Step> handler) implements Statement {}

  record Throw(Expression number, Expression message, Expression state) implements Statement {}

  record RaiseError(
      Expression message, Expression severity, Expression state, List<Expression> arguments,
      List<String> options)
      implements Statement {}

  record Print(Expression message) implements Statement {}

  /** WAITFOR DELAY, or TIME when {@code until}. */
  record WaitFor(Expression time, boolean until) implements Statement {}

  record Declare(List<Declaration> variables) implements Statement {}

  record Declaration(String name, DataType type, Expression value) {}

  /** SET @x = …; {@code operator} is null or the arithmetic of {@code +=}. */
  record Assign(String variable, Character operator, Expression value) implements Statement {}

  /** SET of a session option; ON and OFF are words. */
  record SetOption(List<String> names, String value) implements Statement {}

  record Use(String database) implements Statement {}

  /** BEGIN, COMMIT, ROLLBACK or SAVE. */
  record Transaction(String verb, String name) implements Statement {}

  record SelectRows(Query query) implements Statement {}

  /** EXEC of a procedure. */
  record Execute(String returnInto, List<String> procedure, List<Argument> arguments)
      implements Statement {
    public String name() {
      return procedure.get(procedure.size() - 1);
    }
  }

  /**
   * One argument of EXEC.
   *
   * @param name with its {@code @}, null by position
   * @param value null for DEFAULT
   */
  record Argument(String name, Expression value, boolean output) {}

  /** EXEC (text). */
  record ExecuteText(Expression text) implements Statement {}

  record Dbcc(String command, List<Expression> arguments, List<String> options)
      implements Statement {}

  /** RECONFIGURE. */
  record Reconfigure() implements Statement {}

  /** INSERT, UPDATE or DELETE. */
  sealed interface RowChange extends Statement {
    /** The table as it was written, with its qualifiers. */
    List<String> table();
  }

  /**
   * INSERT; a value is null for DEFAULT.
   *
   * @param columns null when none are named
   * @param rows of VALUES; one empty row for DEFAULT VALUES; null for a query
   */
  record Insert(
      List<String> table, List<String> columns, List<List<Expression>> rows, Query query)
      implements RowChange {}

  /** @param columns what is set, each to the value at its place, null for DEFAULT */
  record Update(
      List<String> table, List<String> columns, List<Expression> values, Expression where)
      implements RowChange {}

  record Delete(List<String> table, Expression where) implements RowChange {}

  /** RESTORE HEADERONLY, FILELISTONLY or VERIFYONLY. */
  record ReadBackup(String what, List<Expression> devices, Map<String, Expression> options)
      implements Statement {}
}
