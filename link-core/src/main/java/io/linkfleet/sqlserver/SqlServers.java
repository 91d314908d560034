package io.linkfleet.sqlserver;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.exceptionsorter.MSSQLExceptionSorter;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.linkfleet.event.SourceServer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The connections to all SQL Servers: a small pool per server, verified TLS, every wait bounded.
 *
 * <p>mssql-jdbc waits for ever by default, so every one of its timeouts is set here.
 */
@ApplicationScoped
public class SqlServers {
  private final SqlServerConfig config;
  private final Secrets secrets;
  private final Config all;
  private final String application;
  private final Map<String, AgroalDataSource> pools = new ConcurrentHashMap<>();

  public SqlServers(
      SqlServerConfig config,
      Secrets secrets,
      Config all,
      @ConfigProperty(name = "quarkus.application.name", defaultValue = "linkfleet")
          String application) {
    this.config = config;
    this.secrets = secrets;
    this.all = all;
    this.application = application;
  }

  /**
   * A session on the server, from its pool.
   *
   * @throws SqlFailure when there is none to be had within the login timeout
   */
  public SqlConnection open(SourceServer server) {
    try {
      return new SqlConnection(server.name(), pool(server).getConnection(), config);
    } catch (SQLException e) {
      throw SqlFailure.of(server.name(), "connecting to " + server.address(), e);
    }
  }

  /** The value of a secret in the store that the connections use. */
  public Secrets secrets() {
    return secrets;
  }

  private AgroalDataSource pool(SourceServer server) {
    return pools.computeIfAbsent(
        server.address() + "\n" + server.credentials(), key -> create(server));
  }

  private AgroalDataSource create(SourceServer server) {
    Duration socket = config.queryTimeout().plusSeconds(5);
    var supplier =
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                pool ->
                    pool.initialSize(0)
                        .minSize(0)
                        .maxSize(config.connectionsPerServer())
                        .acquisitionTimeout(config.loginTimeout().plusSeconds(5))
                        .reapTimeout(config.idle())
                        .idleValidationTimeout(Duration.ofSeconds(5))
                        .exceptionSorter(new MSSQLExceptionSorter())
                        .connectionFactoryConfiguration(
                            factory -> {
                              factory
                                  .jdbcUrl("jdbc:sqlserver://")
                                  .principal(new NamePrincipal(credential(server, "username")))
                                  .credential(new SimplePassword(credential(server, "password")))
                                  .loginTimeout(config.loginTimeout())
                                  .jdbcProperty("serverName", server.host())
                                  .jdbcProperty("portNumber", Integer.toString(server.port()))
                                  .jdbcProperty("databaseName", "master")
                                  .jdbcProperty("applicationName", application)
                                  .jdbcProperty("encrypt", config.encrypt())
                                  .jdbcProperty("trustServerCertificate", "false")
                                  .jdbcProperty("connectRetryCount", "0")
                                  .jdbcProperty("loginTimeout", seconds(config.loginTimeout()))
                                  .jdbcProperty("queryTimeout", seconds(config.queryTimeout()))
                                  .jdbcProperty("cancelQueryTimeout", "5")
                                  .jdbcProperty(
                                      "lockTimeout",
                                      Long.toString(config.lockTimeout().toMillis()))
                                  .jdbcProperty("socketTimeout", Long.toString(socket.toMillis()));
                              config
                                  .trustStore()
                                  .ifPresent(
                                      store ->
                                          factory
                                              .jdbcProperty("trustStore", store.toString())
                                              .jdbcProperty(
                                                  "trustStoreType", config.trustStoreType())
                                              .jdbcProperty(
                                                  "trustStorePassword",
                                                  config.trustStorePassword().orElse("")));
                              return factory;
                            }));
    try {
      return AgroalDataSource.from(supplier);
    } catch (SQLException e) {
      throw SqlFailure.of(server.name(), "making a connection pool", e);
    }
  }

  private static String seconds(Duration duration) {
    return Long.toString(Math.max(1, duration.toSeconds()));
  }

  /** The part of a credential, from configuration or from a mounted file. */
  private String credential(SourceServer server, String part) {
    String name = server.credentials();
    return all.getOptionalValue("linkfleet.credentials.\"" + name + "\"." + part, String.class)
        .or(() -> all.getOptionalValue("linkfleet.credentials." + name + "." + part, String.class))
        .or(() -> secrets.find("credentials/" + name + "/" + part))
        .orElseThrow(
            () ->
                SqlFailure.of(
                    SqlFailure.Kind.LOGIN,
                    server.name(),
                    "the secret store has no "
                        + part
                        + " for the credentials '"
                        + name
                        + "' (linkfleet.credentials."
                        + name
                        + "."
                        + part
                        + ")"));
  }

  @PreDestroy
  void close() {
    pools.values().forEach(AgroalDataSource::close);
  }
}
