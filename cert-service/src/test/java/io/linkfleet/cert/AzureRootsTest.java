package io.linkfleet.cert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** The root CAs as data. */
class AzureRootsTest {
  private final AzureRoots roots = AzureRoots.load();

  @Test
  void allSevenAreSelfSignedAuthoritiesWithTheKeyThatTheListNames() throws Exception {
    assertThat(roots.all).hasSize(7);
    for (AzureRoots.Root root : roots.all) {
      X509Certificate x509 = parse(root);
      x509.verify(x509.getPublicKey());
      assertThat(x509.getBasicConstraints()).as(root.name()).isNotNegative();
      assertThat(x509.getPublicKey().getAlgorithm()).isEqualTo(root.ecc() ? "EC" : "RSA");
    }
  }

  @Test
  void theArticlesTwoRootsKeepTheArticlesNames() throws Exception {
    assertThat(subject("MicrosoftPKI")).contains("Microsoft RSA Root Certificate Authority 2017");
    assertThat(subject("DigiCertPKI")).contains("DigiCert Global Root G2");
  }

  @Test
  void eccRootsAreLeftOutUnlessAskedFor() {
    assertThat(roots.wanted(false)).hasSize(4).noneMatch(AzureRoots.Root::ecc);
    assertThat(roots.wanted(true)).hasSize(7);
  }

  @Test
  void namesAreUniqueAndTheListSaysOfWhichDayItIs() {
    assertThat(roots.all).extracting(AzureRoots.Root::name).doesNotHaveDuplicates();
    assertThat(LocalDate.parse(roots.version)).isAfter("2022-11-01");
  }

  private String subject(String name) throws Exception {
    var root = roots.all.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
    return parse(root).getSubjectX500Principal().getName();
  }

  private static X509Certificate parse(AzureRoots.Root root) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(root.der()));
  }
}
