package io.linkfleet.sqlserver;

import java.io.IOException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Set;
import javax.net.ssl.SSLException;

/** A failure of talking to a SQL Server: which, doing what, and whether it may pass by itself. */
public final class SqlFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What kind of failure it is. */
  public enum Kind {
    /** No connection, or it broke, or an answer did not come in time. */
    UNREACHABLE,
    /** Deadlock, lock timeout, resources: the same statement may succeed later. */
    TRANSIENT,
    /** 18456, or no credentials of that name. */
    LOGIN,
    /** The server's certificate is not trusted, expired or for another host. */
    TLS,
    /** The login may not do it. */
    PERMISSION,
    /** Anything else: it will fail again. */
    PERMANENT
  }

  // deadlock, lock timeout, memory, workers, tempdb, resource wait, concurrent backup, AG in flux
  private static final Set<Integer> TRANSIENT =
      Set.of(1205, 1222, 701, 8645, 8651, 802, 3023, 5061, 41131, 35250, 41009, 983, 976);
  private static final Set<Integer> PERMISSION = Set.of(229, 262, 297, 300, 15247, 916, 371);

  private final Kind kind;
  private final int number;
  private final String server;

  private SqlFailure(Kind kind, int number, String server, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.number = number;
    this.server = server;
  }

  /**
   * From what the driver threw; the first error of a batch is the specific one, later ones (41152,
   * 3013, 5069) only say that the statement failed.
   */
  public static SqlFailure of(String server, String doing, SQLException e) {
    Kind kind = kind(e);
    String text = e.getMessage() == null ? e.getClass().getSimpleName() : oneLine(e.getMessage());
    String number = e.getErrorCode() == 0 ? "" : "error " + e.getErrorCode() + ": ";
    return new SqlFailure(
        kind, e.getErrorCode(), server, server + ", " + doing + ": " + number + text, e);
  }

  /** Without an answer of the server. */
  public static SqlFailure of(Kind kind, String server, String message) {
    return new SqlFailure(kind, 0, server, server + ": " + message, null);
  }

  private static Kind kind(SQLException e) {
    int number = e.getErrorCode();
    if (isTls(e)) {
      return Kind.TLS;
    }
    if (number == 18456 || number == 18452 || number == 4060 || number == 18470) {
      return Kind.LOGIN;
    }
    if (TRANSIENT.contains(number)) {
      return Kind.TRANSIENT;
    }
    if (PERMISSION.contains(number)) {
      return Kind.PERMISSION;
    }
    String state = e.getSQLState();
    if (number == 0
        || e instanceof SQLTimeoutException
        || "HY008".equals(state)
        || state != null && state.startsWith("08")) {
      return Kind.UNREACHABLE;
    }
    return Kind.PERMANENT;
  }

  /**
   * Whether the two sides do not agree on TLS. A connection that broke during the handshake comes as
   * an SSLException too, with the end of the stream or the reset as its root.
   */
  private static boolean isTls(SQLException e) {
    boolean tls = false;
    Throwable root = e;
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof CertificateException) {
        return true;
      }
      tls |= t instanceof SSLException;
      root = t;
    }
    boolean broke = root instanceof IOException && !(root instanceof SSLException);
    return tls && !broke;
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*[\\r\\n]+\\s*", " ");
  }

  public Kind kind() {
    return kind;
  }

  /** The error's number in sys.messages, 0 when the server did not answer. */
  public int number() {
    return number;
  }

  /** The server as the fleet file names it. */
  public String server() {
    return server;
  }
}
