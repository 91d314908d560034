package io.linkfleet.simulator.session;

/** A simulated SQL Server or managed instance as the wire sees it: who may log in, and what version answers. */
public interface SqlServerPort {
  /** What a LOGIN7 packet asks for. */
  record LoginRequest(
      String user, String password, String database, String application, String hostName) {
    @Override
    public String toString() {
      return "LoginRequest[user=" + user + ", database=" + database + "]";
    }
  }

  /** The answer to a login. */
  sealed interface LoginResult {
    /** Let in. */
    record Accepted(SqlSession session) implements LoginResult {}

    /** Turned away with the messages that the client sees, for example 18456. */
    record Refused(java.util.List<SqlMessage> messages) implements LoginResult {}
  }

  /** The name that @@SERVERNAME gives; also the server name inside error tokens. */
  String serverName();

  /** Major, minor, build of the product, for LOGINACK and the pre-login answer. */
  int[] productVersion();

  /** Whether the server accepts connections now; false drops them at once. */
  boolean isUp();

  /** Checks the login and opens a session. */
  LoginResult login(LoginRequest request);
}
