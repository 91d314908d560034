package io.linkfleet.simulator;

import io.linkfleet.simulator.engine.Endpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Owns what a simulated world consists of, as estate.yaml describes it. */
public record Estate(
    Azure azure,
    int controlPort,
    List<Instance> instances,
    List<Server> servers,
    List<Account> logins) {

  /** The Azure side. */
  public record Azure(String subscription, String tenant, int port, Duration operation) {}

  /**
   * A managed instance; root is the file name of the Azure root that issues its certificate, port
   * is for TDS and -1 for none.
   */
  public record Instance(
      String name,
      String resourceGroup,
      String location,
      String dnsZone,
      String collation,
      String root,
      int port) {

    /** The name under which the network knows it. */
    public String fqdn() {
      return name + "." + dnsZone + ".database.windows.net";
    }
  }

  /** A SQL Server. */
  public record Server(
      String name,
      String productVersion,
      String edition,
      int engineEdition,
      String collation,
      int port,
      String fqdn,
      String ip,
      boolean hadr,
      boolean azureConnect,
      Set<Integer> traceFlags,
      String domain,
      String serviceAccount,
      boolean agent,
      MirroringEndpoint endpoint,
      List<DatabaseEntry> databases) {}

  /** A mirroring endpoint that exists before Linkfleet comes; values as in the catalog view. */
  public record MirroringEndpoint(
      String name,
      int port,
      int connectionAuth,
      boolean encrypted,
      int algorithm,
      int state,
      int role) {

    Endpoint toState(int id) {
      Endpoint endpoint = new Endpoint();
      endpoint.name = name;
      endpoint.id = id;
      endpoint.port = port;
      endpoint.connectionAuth = connectionAuth;
      endpoint.encryptionEnabled = encrypted;
      endpoint.encryptionAlgorithm = algorithm;
      endpoint.state = state;
      endpoint.role = role;
      return endpoint;
    }
  }

  /** Which backup a database has at the start. */
  public enum Backup {
    FULL,
    NONE,
    COPY_ONLY
  }

  /** A database of a server. */
  public record DatabaseEntry(String name, long sizeBytes, String recovery, Backup backup) {}

  /** What a login may do. */
  public enum Role {
    SYSADMIN,
    MONITOR,
    NOBODY
  }

  /** A login that every server has. */
  public record Account(String name, String password, Role role) {
    @Override
    public String toString() {
      return "Account[name=" + name + ", role=" + role + "]";
    }
  }

  /** Reads a file; passwords may be {@code ${NAME}} of this process's environment. */
  public static Estate read(Path file) {
    try {
      return parse(Files.readString(file), System.getenv());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Reads a text.
   *
   * @throws EstateException with every error and its path
   */
  public static Estate parse(String yaml, Map<String, String> environment) {
    return EstateReader.read(yaml, environment);
  }

  /** What is wrong with an estate file, one line per error, each with its path. */
  public static final class EstateException extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient List<String> errors;

    EstateException(List<String> errors) {
      super(String.join(System.lineSeparator(), errors));
      this.errors = List.copyOf(errors);
    }

    public List<String> errors() {
      return errors;
    }
  }
}
