package io.linkfleet.cert;

import io.linkfleet.azure.Azure;
import io.linkfleet.cert.CertState.Held;
import io.linkfleet.cert.CertState.Remote;
import io.linkfleet.cert.CertState.Server;
import io.linkfleet.cert.CertState.Upload;
import io.linkfleet.event.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Starting states by name: each method changes one thing about a server that was never linked. */
final class States {
  static final Instant NOW = Samples.AT;
  static final String FQDN = "mi-west.6d710bcf372b.database.windows.net";
  static final String OWN = "Cert_SQL01_endpoint";

  /** Short, so that golden plans stay readable. */
  static final byte[] INSTANCE_DER = {0x30, 0x01};

  static final AzureRoots.Root MICROSOFT = root("MicrosoftPKI", 0x0A);
  static final AzureRoots.Root DIGICERT = root("DigiCertPKI", 0x0B);
  static final CertPlan.Rules RULES =
      new CertPlan.Rules(
          "Cert_{server}_endpoint",
          "master-key/{server}",
          List.of(MICROSOFT, DIGICERT),
          Duration.ofMinutes(2));

  private String name = "SQL01";
  private String version = "16.0.4165.4";
  private String collation = "SQL_Latin1_General_CP1_CI_AS";
  private boolean hadr = true;
  private boolean addsIssuers = true;
  private boolean masterKey;
  private final List<Held> certificates = new ArrayList<>();
  private String endpointCertificate;
  private boolean missing;
  private String fqdn = FQDN;
  private final List<Azure.TrustCertificate> trusted = new ArrayList<>();
  private Upload upload;

  static States newServer() {
    return new States();
  }

  /** Everything done. */
  static States linked() {
    return newServer()
        .masterKey()
        .ownCertificate()
        .trusted(OWN, "AA01")
        .instanceCertificate()
        .root(MICROSOFT, "MicrosoftPKI", false)
        .root(DIGICERT, "DigiCertPKI", false);
  }

  private static AzureRoots.Root root(String name, int content) {
    byte[] der = {0x30, (byte) content};
    return new AzureRoots.Root(name, Thumbprint.of(der), false, der);
  }

  States named(String other) {
    name = other;
    return this;
  }

  States version(String other, boolean withProcedure) {
    version = other;
    addsIssuers = withProcedure;
    return this;
  }

  States collation(String other) {
    collation = other;
    return this;
  }

  States withoutHadr() {
    hadr = false;
    return this;
  }

  States masterKey() {
    masterKey = true;
    return this;
  }

  States ownCertificate() {
    return certificate(OWN, "AA01", "MK", Duration.ofDays(900));
  }

  States certificate(String called, String thumbprint, String key, Duration left) {
    certificates.add(new Held(called, thumbprint, key, NOW.plus(left), true));
    return this;
  }

  States instanceCertificate() {
    return certificate(FQDN, Thumbprint.of(INSTANCE_DER), "NA", Duration.ofDays(300));
  }

  States root(AzureRoots.Root root, String called, boolean forDialogs) {
    Instant expires = NOW.plus(Duration.ofDays(5000));
    certificates.add(new Held(called, root.thumbprint(), "NA", expires, forDialogs));
    return this;
  }

  States endpointUses(String certificate) {
    endpointCertificate = certificate;
    return this;
  }

  States withoutInstance() {
    missing = true;
    return this;
  }

  States instanceAt(String other) {
    fqdn = other;
    return this;
  }

  States trusted(String resource, String thumbprint) {
    trusted.add(new Azure.TrustCertificate(resource, thumbprint));
    return this;
  }

  States withoutTrust() {
    trusted.clear();
    return this;
  }

  States uploading(Azure.Operation operation, Duration ago) {
    Instant since = NOW.minus(ago);
    upload = new Upload(since, operation, since + " AA01 https://management.example/op/1");
    return this;
  }

  CertState build() {
    var at =
        new Azure.Instance(
            "11111111-2222-3333-4444-555555555555",
            "rg-data-west",
            "mi-west",
            fqdn,
            "westeurope",
            "SQL_Latin1_General_CP1_CI_AS",
            "Ready");
    return new CertState(
        new Server(name, version, collation, hadr, addsIssuers),
        masterKey,
        List.copyOf(certificates),
        Optional.ofNullable(endpointCertificate),
        missing
            ? Optional.empty()
            : Optional.of(
                new Remote(at, INSTANCE_DER, List.copyOf(trusted), Optional.ofNullable(upload))),
        NOW);
  }
}
