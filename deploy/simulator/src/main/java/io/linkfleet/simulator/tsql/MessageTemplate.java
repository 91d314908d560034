package io.linkfleet.simulator.tsql;

import io.linkfleet.simulator.session.SqlMessage;

/**
 * A message of the simulated servers: number, severity, state and text, as in sys.messages.
 *
 * <p>Numbers, severities and texts come from the documentation's tables of messages where it has
 * them. The states were never seen on a real server, except 62 of 2812: they are 1 here.
 */
public interface MessageTemplate {
  /**
   * What sys.messages shows of it.
   *
   * @param text the text with a {@code %s} for each argument
   */
  record Published(int number, int severity, int state, String text) {}

  /** This one. */
  Published published();

  default int number() {
    return published().number();
  }

  default int severity() {
    return published().severity();
  }

  default int state() {
    return published().state();
  }

  /** The text with a {@code %s} for each argument. */
  default String template() {
    return published().text();
  }

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
