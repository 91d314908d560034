package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Configuration;
import io.linkfleet.simulator.engine.Configuration.Option;
import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.eval.Expressions.Result;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** sp_configure and RECONFIGURE. */
final class ConfigureProcedure {
  static final String NAME = "sp_configure";
  static final List<String> PARAMETERS = List.of("@configname", "@configvalue");

  private ConfigureProcedure() {}

  static Procedures.Answer run(Map<String, Object> given, Work work) {
    Object name = given.get("@configname");
    Object value = given.get("@configvalue");
    if (name == null) {
      return new Procedures.Answer(rows(visible(work), work), 0);
    }
    List<Option> found =
        Configuration.named(Convert.text(name)).stream()
            .filter(option -> !option.advanced() || work.server.configuration.showsAdvanced())
            .toList();
    if (found.isEmpty()) {
      throw Message.NO_CONFIGURATION.error(Convert.text(name));
    }
    if (found.size() > 1) {
      // a server says so and lists them
      throw Message.MANY_CONFIGURATIONS.error(Convert.text(name));
    }
    if (value == null) {
      return new Procedures.Answer(rows(found, work), 0);
    }
    set(found.get(0), (Integer) Convert.to(value, DataType.INT, 0), work);
    return Procedures.Answer.of(0);
  }

  private static void set(Option option, int value, Work work) {
    work.refuseTransaction(Message.PROCEDURE_IN_TRANSACTION, "sys." + NAME);
    Access.demand(work.login);
    if (value < option.least() && value != option.initial() || value > option.most()) {
      throw Message.BAD_CONFIGURATION.error(value, option.name());
    }
    int before = work.server.configuration.configured(option);
    work.server.configuration.configure(option, value);
    String said = Message.CONFIGURED.with(option.name(), before, value).text();
    work.tell(Message.CONFIGURED.with(option.name(), before, value));
    work.server.errorLog.add(work.now(), "spid" + work.session.spid, said);
  }

  private static List<Option> visible(Work work) {
    boolean all = work.server.configuration.showsAdvanced();
    return Configuration.options().stream().filter(option -> all || !option.advanced()).toList();
  }

  private static Result rows(List<Option> options, Work work) {
    var rows = new ArrayList<Object[]>();
    for (Option option : options) {
      rows.add(
          new Object[] {
            option.name(),
            option.least(),
            option.most(),
            work.server.configuration.configured(option),
            work.server.configuration.inUse(option)
          });
    }
    return new Result(
        List.of(
            new Column("name", SqlType.NVARCHAR, 35),
            new Column("minimum", SqlType.INT, 0),
            new Column("maximum", SqlType.INT, 0),
            new Column("config_value", SqlType.INT, 0),
            new Column("run_value", SqlType.INT, 0)),
        rows);
  }

  /** Under the server's lock. */
  static void reconfigure(SessionState session) {
    if (!Access.has(session.login)) {
      throw Message.RECONFIGURE_DENIED.error();
    }
    if (session.transactionCount > 0 || session.implicitTransactions) {
      throw ObjectMessage.IN_USER_TRANSACTION.error("CONFIG");
    }
    session.server.configuration.apply(false);
  }
}
