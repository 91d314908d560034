package io.linkfleet.simulator.session;

/**
 * One message of a server: an error when its severity is above 10, otherwise information.
 *
 * @param number the number in sys.messages, 0 for PRINT, 50000 for RAISERROR with a text
 * @param severity 0 to 25
 * @param state 0 to 255
 * @param text what the client shows
 * @param procedure the procedure that raised it, or an empty string
 * @param line the line in the batch, from 1
 */
public record SqlMessage(
    int number, int severity, int state, String text, String procedure, int line) {

  /** Whether clients see this as an error. */
  public boolean isError() {
    return severity > 10;
  }
}
