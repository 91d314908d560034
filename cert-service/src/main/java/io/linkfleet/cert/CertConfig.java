package io.linkfleet.cert;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What may be chosen about the trust between a server and an instance. */
@ConfigMapping(prefix = "linkfleet.cert")
public interface CertConfig {
  /**
   * Name of a server's new certificate; {@code {server}} is {@code @@SERVERNAME} with the backslash
   * of a named instance replaced by an underscore, since the article forbids one here.
   */
  @WithDefault("Cert_{server}_endpoint")
  String nameTemplate();

  /**
   * Name of the secret with the password of a new database master key; {@code {server}} is the
   * server's name in the fleet file. It is generated when the secret store has none.
   */
  @WithDefault("master-key/{server}")
  String masterKeySecret();

  /**
   * Name of a server's new certificate for a pair; {@code {server}} as above. The same name is used
   * on its partners.
   */
  @WithDefault("{server}_cert")
  String pairNameTemplate();

  /** A certificate that expires this soon blocks a pair, so that somebody replaces it in time. */
  @WithDefault("P7D")
  Duration pairNearExpiry();

  /**
   * How long a certificate may take to appear in an instance's list after it was sent there, or
   * after a service died that was about to send it; then it is sent again.
   */
  @WithDefault("PT2M")
  Duration uploadSettling();

  /**
   * Whether the ECC root CAs are imported as well. Off, because it was never verified that SQL
   * Server accepts them.
   */
  @WithDefault("false")
  boolean includeEccRoots();
}
