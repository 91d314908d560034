package io.linkfleet.cert;

import io.linkfleet.azure.Azure;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The trust between a server and an instance as it is now.
 *
 * @param server the SQL Server
 * @param masterKey whether master has a database master key
 * @param certificates the certificates in master
 * @param endpointCertificate name of the certificate that the mirroring endpoint uses, if any
 * @param instance the managed instance, unless it is not there or may not be read
 * @param now the time of the observation, so that the plan needs no clock
 */
record CertState(
    Server server,
    boolean masterKey,
    List<Held> certificates,
    Optional<String> endpointCertificate,
    Optional<Remote> instance,
    Instant now) {

  /**
   * What a SQL Server says about itself.
   *
   * @param name {@code @@SERVERNAME}
   * @param version the product version, for example 16.0.4165.4
   * @param collation the server's collation
   * @param hadr whether Always On availability groups are switched on
   * @param addsIssuers whether sp_certificate_add_issuer is there
   */
  record Server(
      String name, String version, String collation, boolean hadr, boolean addsIssuers) {

    /** 13 is 2016, 14 is 2017, and so on. */
    int major() {
      return Integer.parseInt(version.substring(0, version.indexOf('.')));
    }
  }

  /**
   * A certificate in master.
   *
   * @param name its name
   * @param thumbprint SHA-1, upper-case hexadecimal
   * @param key how its private key is encrypted: MK, PW, SK, or NA when it has none
   * @param expires when it expires
   * @param forDialogs whether it may begin Service Broker dialogs; see {@link CertSql#trustRoot}
   */
  record Held(String name, String thumbprint, String key, Instant expires, boolean forDialogs) {}

  /**
   * The managed instance.
   *
   * @param at where it is
   * @param certificate DER of its endpoint certificate
   * @param trusted the servers' certificates on it
   * @param upload the upload of this server's certificate that was begun earlier, if any
   */
  record Remote(
      Azure.Instance at,
      byte[] certificate,
      List<Azure.TrustCertificate> trusted,
      Optional<Upload> upload) {}

  /**
   * An upload to the instance that was begun.
   *
   * @param since when
   * @param operation how it stands now
   * @param carried what to remember, so that it is found again
   */
  record Upload(Instant since, Azure.Operation operation, String carried) {}

  /** The same server at that time, with its instance. */
  CertState with(Optional<Remote> instance, Instant now) {
    return new CertState(
        server, masterKey, certificates, endpointCertificate, instance, now);
  }

  /** The certificate of that name; names are compared as most servers do, without case. */
  Optional<Held> named(String name) {
    return certificates.stream().filter(held -> held.name().equalsIgnoreCase(name)).findFirst();
  }

  /** The certificate with that content, whatever its name. */
  Optional<Held> withContent(String thumbprint) {
    return certificates.stream()
        .filter(held -> held.thumbprint().equalsIgnoreCase(thumbprint))
        .findFirst();
  }
}
