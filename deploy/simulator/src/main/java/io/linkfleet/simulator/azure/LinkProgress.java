package io.linkfleet.simulator.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.simulator.engine.ManagedInstance.Link;
import io.linkfleet.simulator.engine.X509;
import java.security.GeneralSecurityException;

/**
 * Owns what the newer shape says of one database about log positions, lag and the partner's
 * certificate.
 *
 * <p>The names are the specification's. Inferred: that a secondary instance fills what it received
 * and a primary one what it sent, and that positions it knows nothing of are left out; those of
 * backups always are.
 */
final class LinkProgress {
  private LinkProgress() {}

  static void write(Link link, boolean connected, ObjectNode database) {
    boolean primary = link.instanceRole.equals("Primary");
    if (link.lastHardenedAt != null) {
      String at = link.lastHardenedAt.toString();
      database
          .put("lastHardenedTime", at)
          .put("lastCommitLsn", link.lastHardenedLsn)
          .put("lastCommitTime", at)
          .put(primary ? "lastSentLsn" : "lastReceivedLsn", link.lastHardenedLsn)
          .put(primary ? "lastSentTime" : "lastReceivedTime", at);
      if (connected) {
        database.put(
            primary ? "instanceSendReplicationLagSeconds" : "instanceRedoReplicationLagSeconds",
            0);
      }
    }
    if (link.partnerCertificate != null) {
      database
          .putObject("partnerAuthCertValidity")
          .put("certificateName", link.partnerCertificate.name())
          .put("expiryDate", expiry(link.partnerCertificate.der()));
    }
  }

  private static String expiry(byte[] der) {
    try {
      return X509.read(der).getNotAfter().toInstant().toString();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a trust certificate that was read before", e);
    }
  }
}
