package io.linkfleet.cert;

import io.linkfleet.azure.Azure;

/** What cert-service asks of Azure, as a person reads it, and the names that Azure lays down. */
final class CertArm {
  private CertArm() {}

  /** The request that publishes a server's certificate. */
  static String put(Azure.Instance at, String resource, String certificate) {
    return """
        PUT /subscriptions/%s/resourceGroups/%s/providers/Microsoft.Sql/managedInstances/%s\
        /serverTrustCertificates/%s
        {"properties": {"publicBlob": "(what CERTENCODED gives of %s)"}}"""
        .formatted(at.subscription(), at.resourceGroup(), at.name(), resource, certificate);
  }

  /** For a person to run: Linkfleet removes nothing. */
  static String remove(Azure.Instance at, String resource) {
    return "Remove-AzSqlInstanceServerTrustCertificate -ResourceGroupName '%s' -InstanceName '%s'"
            .formatted(at.resourceGroup(), at.name())
        + " -Name '%s'".formatted(resource);
  }

  /**
   * Name of the resource for a certificate: the same, as in the article, with everything else than
   * letters, digits, dots, underscores and hyphens replaced. The rule is a guess: the specification
   * names none, and an existing certificate may be called anything.
   */
  static String resource(String certificate) {
    return certificate.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  /**
   * The domain that the instance's cloud issues its certificates for, for example
   * database.windows.net of {@code name.zone.database.windows.net}.
   *
   * @throws IllegalArgumentException when the name is of no known form
   */
  static String suffix(String fqdn) {
    int start = fqdn.toLowerCase(java.util.Locale.ROOT).lastIndexOf(".database.");
    if (start <= 0) {
      throw new IllegalArgumentException(
          "'" + fqdn + "' is not the name of a managed instance: it has no '.database.' part");
    }
    return fqdn.substring(start + 1);
  }
}
