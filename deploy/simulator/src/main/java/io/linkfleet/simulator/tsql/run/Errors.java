package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.session.SqlMessage;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.state.Frame;
import io.linkfleet.simulator.tsql.syntax.Statement;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.List;

/** The messages of PRINT, RAISERROR and THROW. */
final class Errors {
  private static final int USER_ERROR = 50000;
  private static final int LONGEST_PRINT = 4000;

  private Errors() {}

  static SqlMessage print(Statement.Print s, Frame frame, int line) {
    Object value = new Work(frame).value(s.message());
    String text = value == null ? " " : Convert.text(value);
    return new SqlMessage(
        0, 0, 1, text.length() > LONGEST_PRINT ? text.substring(0, LONGEST_PRINT) : text, "", line);
  }

  /** The message of RAISERROR with its arguments filled in. */
  static SqlMessage raise(Statement.RaiseError s, Frame frame, int line) {
    var work = new Work(frame);
    Object message = work.value(s.message());
    int severity = Math.max(0, integer(work.value(s.severity())));
    int state = Math.min(255, Math.max(0, integer(work.value(s.state()))));
    if (message instanceof Integer number) {
      throw Message.NO_USER_MESSAGE.error(number, severity, state);
    }
    if (severity > 18 && !(work.login.isSysadmin() && s.options().contains("LOG"))) {
      throw Message.HIGH_SEVERITY.error();
    }
    if (severity > 19) {
      throw Message.NOT_SIMULATED.error("RAISERROR with a severity that ends the connection");
    }
    var arguments = new ArrayList<Object>();
    s.arguments().forEach(argument -> arguments.add(work.value(argument)));
    String text = filled(message == null ? "" : Convert.text(message), arguments);
    return new SqlMessage(USER_ERROR, severity, state, text, "", line);
  }

  private static int integer(Object value) {
    return value == null ? 0 : (Integer) Convert.to(value, DataType.INT, 0);
  }

  /** %s, %d, %i, %u, %x and %%; a width or flag before the letter is read and left out. */
  private static String filled(String format, List<Object> arguments) {
    var text = new StringBuilder();
    int next = 0;
    for (int i = 0; i < format.length(); i++) {
      char c = format.charAt(i);
      if (c != '%' || i + 1 >= format.length()) {
        text.append(c);
        continue;
      }
      int letter = i + 1;
      while (letter < format.length() - 1
          && "-+ #0123456789.*lhI".indexOf(format.charAt(letter)) >= 0) {
        letter++;
      }
      char kind = format.charAt(letter);
      if (kind == '%') {
        text.append('%');
      } else if ("sdiuxXo".indexOf(kind) >= 0) {
        Object value = next < arguments.size() ? arguments.get(next++) : null;
        boolean hex = kind == 'x' || kind == 'X';
        text.append(
            value == null
                ? "(null)"
                : hex ? Integer.toHexString(integer(value)) : Convert.text(value));
      } else {
        text.append(format, i, letter + 1);
      }
      i = letter;
    }
    return text.toString();
  }

  /** The error of THROW; a bare one gives back what the CATCH block caught. */
  static TsqlError thrown(Statement.Throw s, Frame frame) {
    if (s.number() == null) {
      SqlMessage caught = frame.session.caught.peek();
      return caught == null ? Message.BARE_THROW.error() : TsqlError.of(caught).endingAll();
    }
    var work = new Work(frame);
    int number = integer(work.value(s.number()));
    if (number < USER_ERROR) {
      return Message.THROW_NUMBER.error(number);
    }
    int state = Math.min(255, Math.max(0, integer(work.value(s.state()))));
    var message = new SqlMessage(number, 16, state, work.text(s.message()), "", 0);
    return TsqlError.of(message).endingAll();
  }
}
