package io.linkfleet.simulator.tsql;

import io.linkfleet.simulator.session.SqlMessage;

/**
 * A message of the simulated servers: number, severity, state and text, as in sys.messages.
 *
 * <p>Numbers, severities and texts come from the documentation's tables of messages where it has
 * them. The states were never seen on a real server, except 62 of 2812: they are 1 here.
 */
public interface MessageTemplate {
  int number();

  int severity();

  int state();

  /** The text with a {@code %s} for each argument. */
  String template();

  /** The message with its arguments filled in, not yet at a line. */
  default SqlMessage with(Object... arguments) {
    String filled = arguments.length == 0 ? template() : String.format(template(), arguments);
    return new SqlMessage(number(), severity(), state(), filled, "", 0);
  }

  /** The message as an error that ends its statement. */
  default TsqlError error(Object... arguments) {
    return TsqlError.of(with(arguments));
  }
}
