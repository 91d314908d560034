package io.linkfleet.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.sqlserver.SqlFailure.Kind;
import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class SqlFailureTest {
  @Test
  void aConnectionThatBreaksDuringTheHandshakeMayBeTriedAgain() {
    var ended = new SSLHandshakeException("Remote host terminated the handshake");
    ended.initCause(new EOFException("SSL peer shut down incorrectly"));
    var reset = new SSLException("Connection reset", new SocketException("Connection reset"));

    assertThat(kind(ended)).isEqualTo(Kind.UNREACHABLE);
    assertThat(kind(reset)).isEqualTo(Kind.UNREACHABLE);
  }

  @Test
  void aCertificateThatIsRefusedConcernsAPerson() {
    var refused = new SSLHandshakeException("PKIX path validation failed");
    refused.initCause(new CertificateException("expired"));

    assertThat(kind(refused)).isEqualTo(Kind.TLS);
  }

  @Test
  void sidesThatShareNoProtocolConcernAPerson() {
    assertThat(kind(new SSLHandshakeException("no cipher suites in common"))).isEqualTo(Kind.TLS);
  }

  private static Kind kind(Throwable cause) {
    var thrown = new SQLException("could not establish a secure connection", "08S01", 0, cause);
    return SqlFailure.of("SQL01", "connecting", thrown).kind();
  }
}
