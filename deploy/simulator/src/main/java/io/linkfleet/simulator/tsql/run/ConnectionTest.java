package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.network.PortProbe;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PowerShell command that tests a connection, {@code tnc NAME -port NUMBER}, in the two forms of
 * the documented network test. What it prints follows the documentation of Test-NetConnection; the
 * blank lines around it were never seen.
 *
 * @param quiet with {@code -InformationLevel Quiet}: True or False and nothing else
 */
record ConnectionTest(String host, int port, boolean quiet) {
  private static final String LIST =
      "\\|\\s*select\\s+ComputerName\\s*,\\s*RemoteAddress\\s*,\\s*TcpTestSucceeded\\s*"
          + "\\|\\s*Format-List";
  private static final Pattern COMMAND =
      Pattern.compile(
          "\\s*(?:tnc|Test-NetConnection)\\s+([^\\s|;&'\"$-][^\\s|;&'\"$]*)\\s+-port\\s+(\\d{1,5})"
              + "\\s*(?:(-InformationLevel\\s+Quiet)|" + LIST + ")\\s*",
          Pattern.CASE_INSENSITIVE);

  static Optional<ConnectionTest> of(String command) {
    Matcher matcher = COMMAND.matcher(command == null ? "" : command);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new ConnectionTest(
            matcher.group(1), Integer.parseInt(matcher.group(2)), matcher.group(3) != null));
  }

  /** What it prints. */
  String output(PortProbe.Found found) {
    String truth = found.open() ? "True" : "False";
    if (quiet) {
      return truth + "\r\n";
    }
    return "\r\n\r\nComputerName     : " + host
        + "\r\nRemoteAddress    : " + (found.address() == null ? "" : found.address())
        + "\r\nTcpTestSucceeded : " + truth + "\r\n\r\n\r\n\r\n";
  }
}
