package io.linkfleet.sqlserver;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * One session on one server: queries with parameters, statements drained to their last error, and
 * the lock that makes it the only one to change the server.
 *
 * <p>Always with autocommit: under implicit transactions endpoint DDL (574), BACKUP (3021) and ALTER
 * DATABASE (226) fail.
 */
public final class SqlConnection implements AutoCloseable {
  /** The resource name of the lock that all Linkfleet services share on a server. */
  static final String LOCK = "linkfleet";

  private static final Executor SAME_THREAD = Runnable::run;

  /** An answer that took longer may be one from before the process was stopped for a while. */
  private static final Duration FRESH = Duration.ofSeconds(1);

  private static final int QUESTIONS = 3;

  private final String server;
  private final Connection connection;
  private final SqlServerConfig config;
  /** The resource whose lock this session holds, or null. */
  private String locked;

  private boolean broken;

  SqlConnection(String server, Connection connection, SqlServerConfig config) {
    this.server = server;
    this.connection = connection;
    this.config = config;
  }

  /** Turns the current row into a value. */
  @FunctionalInterface
  public interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * Reads rows.
   *
   * @param doing what the query is for, as part of a sentence
   * @param parameters values for the question marks
   */
  public <T> List<T> query(String doing, String sql, RowReader<T> reader, Object... parameters) {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setQueryTimeout(seconds(config.queryTimeout()));
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(reader.read(result));
        }
      }
      drain(statement);
      return rows;
    } catch (SQLException e) {
      throw failed(doing, e);
    }
  }

  /** Runs a statement that changes something, and waits for all of its answer. */
  public void execute(String doing, Statement change) {
    try (java.sql.Statement statement = connection.createStatement()) {
      Duration limit = change.limit();
      connection.setNetworkTimeout(SAME_THREAD, (int) limit.plusSeconds(5).toMillis());
      statement.setQueryTimeout(seconds(limit));
      statement.execute(change.text());
      drain(statement);
      connection.setNetworkTimeout(
          SAME_THREAD, (int) config.queryTimeout().plusSeconds(5).toMillis());
    } catch (SQLException e) {
      throw failed(doing, e);
    }
  }

  /** An error after the first result surfaces only when everything before it has been read. */
  private static void drain(java.sql.Statement statement) throws SQLException {
    while (statement.getMoreResults() || statement.getUpdateCount() != -1) {
      // each call may throw the error that the server sent at this point
    }
  }

  /**
   * Takes the server's application lock for this session, after a wait of at most the turn timeout.
   *
   * @return false when another session still holds it
   */
  public boolean lock() {
    return lock(LOCK);
  }

  /**
   * The same for a part of what Linkfleet does about a server, which goes on beside the rest.
   *
   * @param resource at most 255 characters
   * @return false also when this session holds the lock of another resource: it holds one at a time
   */
  public boolean lock(String resource) {
    if (locked == null) {
      try (CallableStatement call =
          connection.prepareCall("{? = call sp_getapplock(?, ?, ?, ?, ?)}")) {
        call.setQueryTimeout(seconds(config.queryTimeout()));
        call.registerOutParameter(1, Types.INTEGER);
        call.setNString(2, resource);
        call.setString(3, "Exclusive");
        call.setString(4, "Session");
        call.setInt(5, (int) config.turnTimeout().toMillis());
        call.setString(6, "public");
        call.execute();
        if (call.getInt(1) >= 0) {
          locked = resource;
        }
      } catch (SQLException e) {
        throw failed("taking the application lock", e);
      }
    }
    return resource.equals(locked);
  }

  /** Releases the application lock, if this session holds it. */
  public void unlock() {
    if (locked != null) {
      execute(
          "releasing the application lock",
          Statement.of(
              "EXEC sp_releaseapplock @Resource = %s, @LockOwner = 'Session',"
                  .formatted(Sql.text(locked))
                  + " @DbPrincipal = 'public'"));
      locked = null;
    }
  }

  /**
   * Fails when this session has ended, and with it its lock: for an effect elsewhere, which would
   * otherwise happen although somebody else has the server by now. Returns only on an answer of
   * just now: one that was slow is asked for again.
   */
  public void requireAlive() {
    String doing = "making sure of the application lock";
    for (int i = 0; i < QUESTIONS; i++) {
      long asked = System.nanoTime();
      query(doing, "SELECT 1 AS alive", row -> row.getInt(1));
      if (System.nanoTime() - asked < FRESH.toNanos()) {
        return;
      }
    }
    throw SqlFailure.of(
        SqlFailure.Kind.TRANSIENT,
        server,
        doing + ": no answer within " + FRESH.toSeconds() + " s");
  }

  private SqlFailure failed(String doing, SQLException e) {
    SqlFailure failure = SqlFailure.of(server, doing, e);
    broken |= failure.kind() == SqlFailure.Kind.UNREACHABLE;
    return failure;
  }

  private static int seconds(Duration duration) {
    return (int) Math.max(1, duration.toSeconds());
  }

  /** The server's name in the fleet file. */
  public String server() {
    return server;
  }

  /**
   * Releases the lock and gives the connection back; a connection that timed out is thrown away.
   * Whatever fails on the way, the pool gets it back: one that it never sees again keeps its place
   * for ever, and then nobody reaches that server any more.
   */
  @Override
  public void close() {
    try {
      if (!broken) {
        unlock();
      }
    } catch (RuntimeException e) {
      broken = true; // the session's end releases the lock
    }
    try {
      if (broken && !connection.isClosed()) {
        connection.abort(SAME_THREAD);
      }
    } catch (SQLException | RuntimeException e) {
      // it ends with its socket
    }
    try {
      connection.close();
    } catch (SQLException | RuntimeException e) {
      // the pool forgets a connection that cannot be closed
    }
  }
}
