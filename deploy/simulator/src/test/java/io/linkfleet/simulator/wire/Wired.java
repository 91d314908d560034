package io.linkfleet.simulator.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** For tests only: a toy server behind a real listener, and the driver's way to it. */
final class Wired implements AutoCloseable {
  static final TlsIdentity IDENTITY = TlsIdentity.create();

  final ToyServer toy = new ToyServer();
  final TdsServer tds;
  final TdsListener listener;
  private final Path trustStore;

  Wired(Path directory) throws IOException {
    this(directory, WireLimits.DEFAULT, ConnectionFaults.NONE);
  }

  Wired(Path directory, WireLimits limits, ConnectionFaults faults) throws IOException {
    tds = new TdsServer(IDENTITY, limits);
    listener = tds.listen(toy, 0, faults);
    trustStore = directory.resolve("trust.p12");
    IDENTITY.writeTrustStore(trustStore, "changeit".toCharArray());
  }

  Connection connect() throws SQLException {
    return connect("true");
  }

  Connection connect(String encrypt) throws SQLException {
    return DriverManager.getConnection(url("127.0.0.1"), properties(encrypt, trustStore));
  }

  String url(String host) {
    return "jdbc:sqlserver://" + host + ":" + listener.localPort();
  }

  Properties properties(String encrypt) {
    return properties(encrypt, trustStore);
  }

  static Properties properties(String encrypt, Path trustStore) {
    var properties = new Properties();
    properties.setProperty("user", ToyServer.USER);
    properties.setProperty("password", ToyServer.PASSWORD);
    properties.setProperty("encrypt", encrypt);
    properties.setProperty("trustStore", trustStore.toString());
    properties.setProperty("trustStorePassword", "changeit");
    properties.setProperty("trustStoreType", "PKCS12");
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("connectRetryCount", "0");
    return properties;
  }

  @Override
  public void close() {
    tds.close();
  }
}
