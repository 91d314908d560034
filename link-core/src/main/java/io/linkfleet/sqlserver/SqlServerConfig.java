package io.linkfleet.sqlserver;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How connections to SQL Servers are made. */
@ConfigMapping(prefix = "linkfleet.sqlserver")
public interface SqlServerConfig {
  /** Trust store with the CAs of the servers' TLS certificates; the JDK's own when not set. */
  Optional<Path> trustStore();

  /** Type of the trust store. */
  @WithDefault("PKCS12")
  String trustStoreType();

  /** Password of the trust store. */
  Optional<String> trustStorePassword();

  /** {@code true} for TLS inside TDS, {@code strict} for TDS 8.0; never without TLS. */
  @WithDefault("true")
  String encrypt();

  /** Longest wait for a connection with login. */
  @WithDefault("10s")
  Duration loginTimeout();

  /** Longest wait for a query. */
  @WithDefault("30s")
  Duration queryTimeout();

  /** Longest wait for a lock that another session holds. */
  @WithDefault("10s")
  Duration lockTimeout();

  /**
   * Longest wait for the turn to change a server. The server keeps the order of those who wait, so
   * it is never idle between two of them.
   */
  @WithDefault("5s")
  Duration turnTimeout();

  /** Most connections to one server from this service. */
  @WithDefault("3")
  int connectionsPerServer();

  /** An unused connection is closed after this long. */
  @WithDefault("2m")
  Duration idle();
}
