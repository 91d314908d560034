package io.linkfleet.simulator.network;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Owns the reading of mirroring addresses: {@code TCP://host:port} with an optional {@code
 * ;Server=[instance]} as the link needs it towards a managed instance.
 *
 * @param server what stands in {@code Server=[…]}, or null
 */
public record Address(String host, int port, String server) {
  private static final Pattern FORM =
      Pattern.compile(
          "\\s*tcp://([^:/;\\s]+):(\\d{1,5})/?((?:;[^;]*)*)\\s*", Pattern.CASE_INSENSITIVE);
  private static final Pattern SERVER =
      Pattern.compile(";\\s*server\\s*=\\s*\\[([^\\]]*)\\]\\s*", Pattern.CASE_INSENSITIVE);

  /** The parts of an address, or empty when it is none. */
  public static Optional<Address> parse(String text) {
    Matcher form = FORM.matcher(text == null ? "" : text);
    if (!form.matches()) {
      return Optional.empty();
    }
    int port = Integer.parseInt(form.group(2));
    if (port < 1 || port > 65535) {
      return Optional.empty();
    }
    Matcher server = SERVER.matcher(form.group(3));
    return Optional.of(new Address(form.group(1), port, server.find() ? server.group(1) : null));
  }
}
