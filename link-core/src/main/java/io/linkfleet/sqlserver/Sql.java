package io.linkfleet.sqlserver;

import java.util.HexFormat;

/**
 * The one place where values become part of a T-SQL text; DDL takes no parameters.
 *
 * <p>Source: facts on security (QUOTENAME returns NULL above 128 characters, so it is not used).
 */
public final class Sql {
  /** Most UTF-16 units of an identifier (sysname). */
  public static final int LONGEST_NAME = 128;

  private Sql() {}

  /**
   * An identifier in brackets.
   *
   * @throws IllegalArgumentException when it is empty, longer than 128 units or holds a NUL
   */
  public static String name(String identifier) {
    requireName(identifier);
    return "[" + identifier.replace("]", "]]") + "]";
  }

  /** A Unicode string literal. */
  public static String text(String value) {
    requireNoNul(value);
    return "N'" + value.replace("'", "''") + "'";
  }

  /** A string literal for places whose grammar takes no N prefix, such as dates and passwords. */
  public static String plain(String value) {
    requireNoNul(value);
    return "'" + value.replace("'", "''") + "'";
  }

  /** A binary literal. */
  public static String binary(byte[] bytes) {
    return "0x" + HexFormat.of().withUpperCase().formatHex(bytes);
  }

  /** A TCP port that an endpoint may listen on. */
  public static String port(int port) {
    if (port < 1024 || port > 32767) {
      throw new IllegalArgumentException("port " + port + " is not within 1024 to 32767");
    }
    return Integer.toString(port);
  }

  /** {@code TCP://host:port}, each part checked. */
  public static String endpointUrl(String host, int port) {
    return "TCP://" + address(host, port);
  }

  /**
   * {@code tcp://host:port;Server=[instance]}, each part checked: the address of a managed instance
   * exactly as the article on the link writes it.
   */
  public static String listenerUrl(String host, int port, String instance) {
    if (!instance.matches("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?")) {
      throw new IllegalArgumentException("'" + instance + "' is no name of a managed instance");
    }
    return "tcp://" + address(host, port) + ";Server=[" + instance + "]";
  }

  private static String address(String host, int port) {
    if (!host.matches("[A-Za-z0-9]([A-Za-z0-9.-]{0,252}[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]{2,45}\\]")) {
      throw new IllegalArgumentException("'" + host + "' is neither an IP address nor a host name");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not within 1 to 65535");
    }
    return host + ":" + port;
  }

  /** Refuses what cannot be an identifier. */
  public static void requireName(String identifier) {
    requireNoNul(identifier);
    if (identifier.isEmpty() || identifier.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "a name has 1 to 128 characters, this one has " + identifier.length());
    }
  }

  private static void requireNoNul(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL character cannot be part of a statement");
    }
  }
}
