package io.linkfleet.azure;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How Azure Resource Manager is reached. */
@ConfigMapping(prefix = "linkfleet.azure")
public interface AzureConfig {
  /** Address of Azure Resource Manager; the public cloud's when not set. */
  Optional<URI> endpoint();

  /** The Entra tenant. */
  Optional<String> tenant();

  /** {@code managed}, {@code workload}, {@code secret} or {@code token}; no chain of guesses. */
  @WithDefault("managed")
  String credential();

  /** Client id for {@code managed} (user-assigned) and {@code secret}. */
  Optional<String> clientId();

  /** Name in the secret store of the client secret, or for {@code token} of the token. */
  Optional<String> secretName();

  /** Trust store with the CA of the endpoint; the JDK's own when not set. */
  Optional<Path> trustStore();

  /** Password of the trust store. */
  Optional<String> trustStorePassword();

  /** Longest wait for one answer. */
  @WithDefault("30s")
  Duration requestTimeout();

  /**
   * How long one list of an instance's links or certificates serves all who ask; longer when there
   * are so many instances that their lists would take more than half of the reads.
   */
  @WithDefault("250ms")
  Duration listEvery();

  /** Writes that may be made at once; Azure's bucket of a principal holds 200. */
  @WithDefault("195")
  int writeBurst();

  /**
   * Writes per second after that; Azure's bucket refills 10. Services that share a principal share
   * these numbers out among them.
   */
  @WithDefault("9.95")
  double writesPerSecond();

  /** Reads that may be made at once; Azure's bucket holds 250. */
  @WithDefault("245")
  int readBurst();

  /** Reads per second after that; Azure's bucket refills 25. */
  @WithDefault("24.9")
  double readsPerSecond();
}
