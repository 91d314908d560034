package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.Login;
import io.linkfleet.simulator.engine.SqlServer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * Owns the rules by which one server lets another one in: with a certificate that it holds, owned
 * by somebody who may connect, or as a Windows account of the same domain.
 */
final class PeerTrust {
  private PeerTrust() {}

  /** What became of one direction: either who came in, or why not. */
  record Verdict(String principal, int certificate, PeerRefusal refusal) {
    static Verdict no(PeerRefusal refusal) {
      return new Verdict(null, 0, refusal);
    }
  }

  /** Whether {@code host} lets {@code guest} in by the guest's endpoint certificate. */
  static Verdict certificate(SqlServer guest, SqlServer host, Instant now) {
    Optional<Certificate> own = byId(guest, guest.endpoint.certificateId);
    if (own.isEmpty() || own.get().privateKey == null) {
      return Verdict.no(
          PeerRefusal.handshake(
              "the endpoint's own certificate is gone",
              guest,
              28036,
              "The certificate used by this endpoint was not found: Certificate not found. Use DBCC"
                  + " CHECKDB in master database to verify the metadata integrity of the endpoints."
                  + " State 85."));
    }
    boolean closed =
        own.get().privateKeyEncryption.equals("MK")
            && !(guest.masterKey && guest.masterKeyByService);
    if (closed) {
      return Verdict.no(
          PeerRefusal.handshake(
              "the master key does not open by itself",
              guest,
              28037,
              "Error 15581 occurred while initializing the private key corresponding to the"
                  + " certificate. The SQL Server errorlog and the Windows event log may contain"
                  + " entries related to this error. State 88."));
    }
    Optional<Certificate> held =
        host.certificates.values().stream()
            .filter(certificate -> Arrays.equals(certificate.der, own.get().der))
            .findFirst();
    if (held.isEmpty()) {
      return Verdict.no(PeerRefusal.peerCertificate(host, "Certificate not found"));
    }
    if (now.isAfter(held.get().x509.getNotAfter().toInstant())) {
      return Verdict.no(PeerRefusal.peerCertificate(host, "Certificate expired"));
    }
    if (now.isBefore(held.get().x509.getNotBefore().toInstant())) {
      return Verdict.no(PeerRefusal.peerCertificate(host, "Certificate not yet valid"));
    }
    String owner = held.get().owner;
    String login = owner.equalsIgnoreCase("dbo") ? "sa" : host.masterUsers.get(owner);
    boolean may = owner.equalsIgnoreCase("dbo") || mayConnect(host, login);
    return may
        ? new Verdict(owner, held.get().id, null)
        : Verdict.no(
            PeerRefusal.noConnect(host, login == null || login.isEmpty() ? owner : login));
  }

  private static Optional<Certificate> byId(SqlServer server, int id) {
    return server.certificates.values().stream()
        .filter(certificate -> id != 0 && certificate.id == id)
        .findFirst();
  }

  /** A disabled login does not come in (inferred); DENY goes before GRANT. */
  private static boolean mayConnect(SqlServer host, String name) {
    Login login = name == null ? null : host.logins.get(name);
    if (login == null || login.disabled) {
      return false;
    }
    boolean denied =
        host.endpoint.connectDeniedTo.contains(login.name)
            || host.endpoint.connectDeniedTo.contains("public");
    if (denied && !login.isSysadmin()) {
      return false;
    }
    return login.isSysadmin()
        || login.permissions.contains(Login.Permission.CONTROL_SERVER)
        || host.endpoint.connectGrantedTo.contains(login.name)
        || host.endpoint.connectGrantedTo.contains("public");
  }

  /** Whether {@code host} lets {@code guest} in as the account that the guest runs as. */
  static Verdict windows(SqlServer guest, SqlServer host) {
    boolean oneDomain =
        guest.windowsDomain != null && guest.windowsDomain.equalsIgnoreCase(host.windowsDomain);
    if (!oneDomain) {
      return Verdict.no(
          PeerRefusal.handshake(
              "the servers are not members of one Windows domain",
              host,
              28031,
              "An OS call failed: (8009030c) 0x8009030c(The logon attempt failed). State 67."));
    }
    String account = account(guest);
    // The account that a service runs as is an administrator of its own instance.
    boolean may = account.equalsIgnoreCase(account(host)) || mayConnect(host, account);
    return may ? new Verdict(account, 0, null) : Verdict.no(PeerRefusal.noConnect(host, account));
  }

  /** The account that a server shows to others: its service's, otherwise its computer's. */
  static String account(SqlServer server) {
    String name = server.name();
    int slash = name.indexOf('\\');
    String host = slash < 0 ? name : name.substring(0, slash);
    return server.serviceAccount != null
        ? server.serviceAccount
        : server.windowsDomain + "\\" + host + "$";
  }
}
