package io.linkfleet.cert.pair;

import io.linkfleet.event.Evidence;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the servers of a pair can show each other now.
 *
 * @param hosts those that answered, the source first
 * @param now the time of the observation, so that the plan needs no clock
 */
record PairState(List<Host> hosts, Instant now) {

  /**
   * One server.
   *
   * @param label its label in the fleet file
   * @param about what it says about itself
   * @param masterKey whether master has a database master key
   * @param certificates the certificates in master
   * @param endpointCertificate name of the certificate that its mirroring endpoint uses, if any
   * @param exported the files among those it was asked for that are there
   */
  record Host(
      String label,
      About about,
      boolean masterKey,
      List<Held> certificates,
      Optional<String> endpointCertificate,
      List<String> exported) {

    /** The certificate of that name; names are compared as most servers do, without case. */
    Optional<Held> named(String name) {
      return certificates.stream().filter(held -> held.name().equalsIgnoreCase(name)).findFirst();
    }

    boolean holds(String thumbprint) {
      return certificates.stream().anyMatch(held -> held.thumbprint().equals(thumbprint));
    }
  }

  /**
   * What a SQL Server says about itself.
   *
   * @param name {@code @@SERVERNAME}
   * @param machine the name of its computer
   * @param domain the Windows domain of its computer; null when it names none
   * @param service the account that its service runs as; null when it names none
   */
  record About(String name, String machine, String domain, String service) {
    /** An account of the domain itself, not one of the computer or of Windows. */
    boolean isDomainAccount() {
      return domain != null
          && service != null
          && service.toUpperCase().startsWith(domain.toUpperCase() + "\\");
    }

    /**
     * The account that other servers see: the service's, or for accounts of Windows that stand for
     * the computer, the computer's own. Null when there is none in a domain.
     */
    String account() {
      if (domain == null || service == null || domain.equalsIgnoreCase("WORKGROUP")) {
        return null;
      }
      if (isDomainAccount()) {
        return service;
      }
      String plain = service.toUpperCase().replace(" ", "");
      boolean computer =
          plain.startsWith("NTSERVICE\\")
              || plain.equals("LOCALSYSTEM")
              || plain.equals("NTAUTHORITY\\SYSTEM")
              || plain.equals("NTAUTHORITY\\NETWORKSERVICE");
      return computer ? domain + "\\" + machine + "$" : null;
    }
  }

  /**
   * A certificate in master.
   *
   * @param name its name
   * @param thumbprint SHA-1, upper-case hexadecimal
   * @param key how its private key is encrypted: MK, PW, SK, or NA when it has none
   * @param starts from when on it is valid
   * @param expires when it expires
   * @param der its public part in Base64
   */
  record Held(
      String name, String thumbprint, String key, Instant starts, Instant expires, String der) {}

  /** What that server shows the others. */
  Evidence.Host evidence(Host host, String certificate) {
    Optional<Held> held = Optional.ofNullable(certificate).flatMap(host::named);
    return new Evidence.Host(
        host.label(),
        host.about().name(),
        certificate,
        certificate == null ? null : held.map(Held::thumbprint).orElse(""),
        certificate == null ? null : held.map(Held::der).orElse(""),
        host.about().account());
  }
}
