package io.linkfleet.simulator.wire;

import io.linkfleet.simulator.session.SqlMessage;
import io.linkfleet.simulator.session.SqlServerPort;
import io.linkfleet.simulator.session.SqlServerPort.LoginRequest;
import io.linkfleet.simulator.session.SqlServerPort.LoginResult;
import io.linkfleet.simulator.session.SqlSession;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Reads the login, asks the server, and answers what a client expects before its first use. */
final class LoginPhase {
  private static final String LANGUAGE = "us_english";

  private LoginPhase() {}

  /** A login that was accepted, and the session that it opened. */
  record Login(LoginRequest request, SqlSession session) {}

  /** The login, or empty when it was refused; the client has been told. */
  static Optional<Login> run(
      Handshake.Channel channel, ReplyWriter reply, SqlServerPort server, WireLimits limits)
      throws IOException {
    TdsMessage message = channel.in().read(limits.maxLoginBytes());
    if (message == null || message.type() != TdsMessage.LOGIN7) {
      throw new ProtocolException("no login");
    }
    Login7 login = Login7.read(message.body());
    if (channel.afterLogin() != null) {
      channel.afterLogin().leaveTls().run();
      channel.in().switchTo(channel.afterLogin().in());
      channel.out().switchTo(channel.afterLogin().out());
    }
    reply.begin();
    LoginResult result = ask(login, server);
    if (result instanceof LoginResult.Refused refused) {
      refused.messages().forEach(reply::message);
      reply.end();
      return Optional.empty();
    }
    SqlSession session = ((LoginResult.Accepted) result).session();
    try {
      channel.out().spid(session.spid());
      welcome(reply, login, session, server);
      reply.end();
    } catch (IOException | RuntimeException e) {
      session.close();
      throw e;
    }
    channel.out().packetSize(login.agreedPacketSize());
    return Optional.of(new Login(login.request(), session));
  }

  private static LoginResult ask(Login7 login, SqlServerPort server) {
    if (!login.supported()) {
      return refused(17809, 20, "TDS versions before 7.3 are not simulated.");
    }
    if (login.integrated() || login.features().contains(Login7.FEATURE_FEDERATED)) {
      return refused(
          18452,
          14,
          "Login failed. The login is from an untrusted domain and cannot be used with Integrated"
              + " authentication.");
    }
    return server.login(login.request());
  }

  private static LoginResult refused(int number, int severity, String text) {
    return new LoginResult.Refused(List.of(new SqlMessage(number, severity, 1, text, "", 1)));
  }

  /** Logs the same user in again, for a connection that is reset. */
  static Login again(Login login, SqlServerPort server) throws IOException {
    if (server.login(login.request()) instanceof LoginResult.Accepted accepted) {
      return new Login(login.request(), accepted.session());
    }
    throw new IOException("the login is no longer accepted");
  }

  private static void welcome(
      ReplyWriter reply, Login7 login, SqlSession session, SqlServerPort server) {
    String database = session.database();
    reply.databaseChanged(database, "master");
    reply.message(info(5701, 2, "Changed database context to '" + database + "'."));
    var collation = new ByteWriter().u8(0xE3);
    int start = collation.openLength();
    collation.u8(7).u8(TdsType.COLLATION.length).raw(TdsType.COLLATION).u8(0);
    collation.closeLength(start);
    reply.raw(collation.toByteArray());
    reply.changed(2, LANGUAGE, "");
    reply.message(info(5703, 1, "Changed language setting to " + LANGUAGE + "."));
    reply.raw(loginAck(login.agreedVersion(), server.productVersion()));
    reply.changed(
        4, String.valueOf(login.agreedPacketSize()), String.valueOf(PacketWriter.FIRST_SIZE));
    byte[] features = features(login);
    if (features.length > 0) {
      reply.raw(features);
    }
  }

  private static SqlMessage info(int number, int state, String text) {
    return new SqlMessage(number, 10, state, text, "", 1);
  }

  /** The TDS version is the one number of the protocol's tokens that is big-endian. */
  private static byte[] loginAck(int tdsVersion, int[] product) {
    var out = new ByteWriter().u8(0xAD);
    int start = out.openLength();
    out.u8(1);
    for (int shift = 24; shift >= 0; shift -= 8) {
      out.u8(tdsVersion >>> shift);
    }
    out.shortText("Microsoft SQL Server");
    out.u8(product[0]).u8(product[1]).u8(product[2] >> 8).u8(product[2]);
    out.closeLength(start);
    return out.toByteArray();
  }

  /** Only two offers are taken; Always Encrypted in particular would change COLMETADATA. */
  private static byte[] features(Login7 login) {
    var out = new ByteWriter();
    if (login.features().contains(Login7.FEATURE_CLASSIFICATION)) {
      out.u8(Login7.FEATURE_CLASSIFICATION).u32(2).u8(2).u8(0);
    }
    if (login.features().contains(Login7.FEATURE_UTF8)) {
      out.u8(Login7.FEATURE_UTF8).u32(1).u8(1);
    }
    if (out.size() == 0) {
      return new byte[0];
    }
    return new ByteWriter().u8(0xAE).raw(out.toByteArray()).u8(0xFF).toByteArray();
  }
}
