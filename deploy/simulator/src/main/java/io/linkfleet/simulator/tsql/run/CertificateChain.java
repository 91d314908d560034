package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.network.AzureRoots;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.time.Instant;

/**
 * sp_validate_certificate_ca_chain: whether the operating system trusts a certificate. The host here
 * knows Azure's roots and always reaches the lists of revoked certificates.
 *
 * <p>Documented: the one argument, and that nothing but success is said. The name of the parameter
 * and the error are this simulator's own.
 */
final class CertificateChain {
  static final String PROCEDURE = "sp_validate_certificate_ca_chain";
  static final String PARAMETER = "@certificate_id";

  private CertificateChain() {}

  static void validate(Object id, Work work) {
    Access.demand(work.login);
    Integer wanted = id == null ? null : (Integer) Convert.to(id, DataType.INT, 0);
    Certificate certificate =
        work.server.certificates.values().stream()
            .filter(c -> work.inMaster() && wanted != null && c.id == wanted)
            .findFirst()
            .orElseThrow(
                () ->
                    Message.MISSING.error(
                        "find", "certificate", id == null ? "" : Convert.text(id)));
    Instant now = work.now();
    if (now.isAfter(certificate.x509.getNotAfter().toInstant())
        || now.isBefore(certificate.x509.getNotBefore().toInstant())) {
      throw ObjectMessage.CHAIN_INVALID.error(certificate.name, "out of its dates");
    }
    boolean trusted =
        AzureRoots.all().stream()
            .anyMatch(
                root ->
                    root.x509()
                        .getSubjectX500Principal()
                        .equals(certificate.x509.getIssuerX500Principal()));
    if (!trusted) {
      throw ObjectMessage.CHAIN_INVALID.error(certificate.name, "its issuer is not trusted");
    }
  }
}
