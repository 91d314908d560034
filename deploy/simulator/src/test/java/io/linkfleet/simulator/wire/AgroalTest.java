package io.linkfleet.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.AgroalConnectionPoolConfiguration.ConnectionValidator;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The pool that the services use keeps its connections, and replaces those that broke. */
@Timeout(60)
class AgroalTest {
  @TempDir Path directory;

  @Test
  void poolsValidatesAndReplaces() throws Exception {
    try (var wired = new Wired(directory)) {
      var configuration =
          new AgroalDataSourceConfigurationSupplier()
              .connectionPoolConfiguration(
                  pool ->
                      pool.maxSize(2)
                          .acquisitionTimeout(Duration.ofSeconds(10))
                          .validateOnBorrow(true)
                          .connectionValidator(ConnectionValidator.defaultValidator())
                          .connectionFactoryConfiguration(
                              factory -> {
                                factory.jdbcUrl(wired.url("127.0.0.1"));
                                factory.principal(new NamePrincipal(ToyServer.USER));
                                factory.credential(new SimplePassword(ToyServer.PASSWORD));
                                var properties = wired.properties("true");
                                properties.remove("user");
                                properties.remove("password");
                                properties
                                    .stringPropertyNames()
                                    .forEach(
                                        name ->
                                            factory.jdbcProperty(
                                                name, properties.getProperty(name)));
                                return factory;
                              }));
      try (AgroalDataSource source = AgroalDataSource.from(configuration)) {
        var work = new CompletableFuture<?>[8];
        for (int i = 0; i < work.length; i++) {
          work[i] = CompletableFuture.runAsync(() -> query(source));
        }
        CompletableFuture.allOf(work).get();
        assertThat(wired.toy.sessions).hasSizeBetween(1, 2);
        int before = wired.toy.sessions.size();
        wired.listener.dropConnections();
        query(source);
        assertThat(wired.toy.sessions).hasSizeGreaterThan(before);
      }
      await().untilAsserted(() -> assertThat(wired.toy.open).hasValue(0));
    }
  }

  private static void query(AgroalDataSource source) {
    try (Connection connection = source.getConnection();
        var rows = connection.createStatement().executeQuery("SELECT 1")) {
      rows.next();
      assertThat(rows.getInt(1)).isEqualTo(1);
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }
}
