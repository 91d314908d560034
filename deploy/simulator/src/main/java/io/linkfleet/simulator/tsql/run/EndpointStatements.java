package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.Endpoint;
import io.linkfleet.simulator.engine.HostPorts;
import io.linkfleet.simulator.engine.Login.Permission;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.catalog.Principals;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.syntax.Definition;
import java.util.List;

/** CREATE, ALTER and DROP ENDPOINT for database mirroring. */
final class EndpointStatements {
  private static final int LOWEST_PORT = 1024;
  private static final int HIGHEST_PORT = 32767;
  private static final int DEFAULT_PORT = 5022;
  private static final int EXPRESS = 4;
  private static final List<String> STATES = List.of("STARTED", "STOPPED", "DISABLED");
  private static final List<String> WINDOWS = List.of("", "NTLM", "KERBEROS", "NEGOTIATE");

  private EndpointStatements() {}

  static void createOrAlter(Definition.Endpoint s, Work work) {
    if (s.alter()) {
      alter(s, work);
    } else {
      create(s, work);
    }
  }

  private static void create(Definition.Endpoint s, Work work) {
    Access.demand(work.login, Permission.CREATE_ENDPOINT, Permission.ALTER_ANY_ENDPOINT);
    work.refuseTransaction(ObjectMessage.IN_USER_TRANSACTION, "CREATE ENDPOINT");
    checkPort(s);
    if (s.otherPayload() != null) {
      throw other(s, work.server.endpoint);
    }
    if (work.server.description.engineEdition() == EXPRESS && !"WITNESS".equals(s.role())) {
      throw ObjectMessage.EDITION.error("CREATE");
    }
    Endpoint existing = work.server.endpoint;
    if (existing != null && existing.name.equalsIgnoreCase(s.name())) {
      throw ObjectMessage.ENDPOINT_EXISTS.error(s.name());
    } else if (existing != null) {
      throw ObjectMessage.SECOND_ENDPOINT.error();
    }
    var endpoint = new Endpoint();
    endpoint.name = s.name();
    endpoint.ownerId = Principals.id(work.login);
    endpoint.port = DEFAULT_PORT;
    endpoint.state = 1;
    endpoint.connectionAuth = 3;
    // REQUIRED with AES since SQL Server 2016
    endpoint.encryptionEnabled = true;
    endpoint.encryptionAlgorithm = 2;
    apply(s, endpoint, work);
    endpoint.id = work.server.nextEndpointId++;
    work.server.endpoint = endpoint;
    listen(work);
  }

  /**
   * An endpoint of another kind would be answered for, which is not simulated. That it may not have
   * the port of the mirroring endpoint is inferred from the text of 7874.
   */
  private static TsqlError other(Definition.Endpoint s, Endpoint mirroring) {
    if (mirroring != null && mirroring.name.equalsIgnoreCase(s.name())) {
      return ObjectMessage.ENDPOINT_EXISTS.error(s.name());
    }
    if (mirroring != null && s.port() != null && mirroring.port == s.port()) {
      return ObjectMessage.BINDING_EXISTS.error();
    }
    return Message.NOT_SIMULATED.error("an endpoint FOR " + s.otherPayload());
  }

  /** The statement has had its effect when the port turns out to be taken. */
  private static void listen(Work work) {
    if (!HostPorts.listen(work.session.world, work.server, work.now())) {
      throw ObjectMessage.PORT_TAKEN.error("Database Mirroring", work.server.endpoint.port);
    }
  }

  /** Keeps whatever the statement does not name. */
  private static void alter(Definition.Endpoint s, Work work) {
    Endpoint endpoint = work.server.endpoint;
    if (endpoint == null
        || !endpoint.name.equalsIgnoreCase(s.name())
        || !Access.has(work.login, Permission.ALTER_ANY_ENDPOINT)) {
      throw Message.MISSING.error("alter", "endpoint", s.name());
    }
    work.refuseTransaction(ObjectMessage.IN_USER_TRANSACTION, "ALTER ENDPOINT");
    checkPort(s);
    if (s.otherPayload() != null) {
      throw Message.NOT_SIMULATED.error("an endpoint FOR " + s.otherPayload());
    }
    boolean nothing =
        s.state() == null && s.port() == null && s.ip() == null && !s.authentication()
            && s.encryption() == null && s.role() == null;
    if (nothing) {
      throw ObjectMessage.NOTHING_TO_ALTER.error();
    }
    apply(s, endpoint, work);
    listen(work);
  }

  private static void checkPort(Definition.Endpoint s) {
    if (s.port() != null && (s.port() < LOWEST_PORT || s.port() > HIGHEST_PORT)) {
      throw ObjectMessage.PORT_RANGE.error(s.port(), "LISTENER_PORT");
    }
  }

  /** Nothing changes when something is wrong: the certificate is looked up first. */
  private static void apply(Definition.Endpoint s, Endpoint endpoint, Work work) {
    if (s.owner() != null && !work.server.logins.containsKey(s.owner())) {
      throw Message.MISSING.error("find", "login", s.owner());
    }
    int certificate = s.certificate() == null ? 0 : certificate(s.certificate(), work);
    if (s.state() != null) {
      endpoint.state = STATES.indexOf(s.state());
    }
    if (s.port() != null) {
      endpoint.port = s.port();
    }
    if (s.ip() != null) {
      endpoint.ipAddress = s.ip().equals("ALL") ? null : s.ip();
    }
    if (s.authentication()) {
      endpoint.certificateId = certificate;
      endpoint.connectionAuth = authentication(s);
    }
    if (s.encryption() != null) {
      endpoint.encryptionEnabled = !s.encryption().equals("DISABLED");
      endpoint.encryptionAlgorithm = algorithm(s.encryption(), s.algorithms());
    }
    if (s.role() != null) {
      endpoint.role = s.role().equals("ALL") ? 3 : s.role().equals("WITNESS") ? 2 : 1;
    }
  }

  private static int certificate(String name, Work work) {
    Certificate certificate = work.server.certificates.get(name);
    if (certificate == null) {
      throw Message.MISSING.error("find", "certificate", name);
    }
    if (certificate.privateKey == null) {
      throw ObjectMessage.ENDPOINT_CERTIFICATE_KEY.error(name);
    }
    return certificate.id;
  }

  /** The number in sys.database_mirroring_endpoints.connection_auth. */
  private static int authentication(Definition.Endpoint s) {
    if (s.windows() == null) {
      return 4;
    }
    int protocol = WINDOWS.indexOf(s.windows());
    if (s.certificate() == null) {
      return protocol;
    }
    return s.certificateFirst() ? 7 + protocol : 4 + protocol;
  }

  /** The number in encryption_algorithm; AES when no ALGORITHM is named. */
  private static int algorithm(String encryption, String algorithms) {
    String named = algorithms == null ? "AES" : algorithms;
    boolean required = encryption.equals("REQUIRED");
    if (encryption.equals("DISABLED")) {
      return 0;
    }
    return switch (named) {
      case "RC4" -> required ? 1 : 3;
      case "AES" -> required ? 2 : 4;
      case "RC4 AES" -> required ? 5 : 7;
      default -> required ? 6 : 8;
    };
  }

  static void drop(Definition.DropEndpoint s, Work work) {
    Endpoint endpoint = work.server.endpoint;
    if (endpoint == null
        || !endpoint.name.equalsIgnoreCase(s.name())
        || !Access.has(work.login, Permission.ALTER_ANY_ENDPOINT)) {
      throw Message.MISSING.error("drop", "endpoint", s.name());
    }
    work.refuseTransaction(ObjectMessage.IN_USER_TRANSACTION, "DROP ENDPOINT");
    work.server.endpoint = null;
  }
}
