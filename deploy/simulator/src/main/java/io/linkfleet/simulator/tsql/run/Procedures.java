package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.Endpoint;
import io.linkfleet.simulator.session.Column;
import io.linkfleet.simulator.session.SqlType;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.catalog.ObjectViews;
import io.linkfleet.simulator.tsql.catalog.Unmodelled;
import io.linkfleet.simulator.tsql.eval.Expressions.Result;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.syntax.Statement;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The system procedures, except sp_executesql, which is the interpreter's own. */
final class Procedures {
  /**
   * What a procedure answers: perhaps rows, and always a return value.
   *
   * @param outputs what its OUTPUT parameters have become, by their names
   */
  record Answer(Result rows, int returned, Map<String, Object> outputs) {
    Answer(Result rows, int returned) {
      this(rows, returned, Map.of());
    }

    static Answer of(int returned) {
      return new Answer(null, returned);
    }
  }

  private static final Map<String, List<String>> PARAMETERS =
      Map.of(
          ConfigureProcedure.NAME, ConfigureProcedure.PARAMETERS,
          ErrorLogProcedure.SYSTEM, ErrorLogProcedure.PARAMETERS.subList(0, 4),
          ErrorLogProcedure.EXTENDED, ErrorLogProcedure.PARAMETERS,
          "sp_certificate_add_issuer", List.of("@certid", "@dns"),
          "sp_get_endpoint_certificate", List.of("@endpoint_type"),
          CertificateChain.PROCEDURE, List.of(CertificateChain.PARAMETER),
          "sp_getapplock",
              List.of("@Resource", "@LockMode", "@LockOwner", "@LockTimeout", "@DbPrincipal"),
          "sp_releaseapplock", List.of("@Resource", "@LockOwner", "@DbPrincipal"),
          "xp_fileexist", List.of("@filename"));

  private Procedures() {}

  /** The procedure's name in lower case; 2812 when this server has none of that name. */
  static String find(Statement.Execute s, SessionState session) {
    String name = s.name().toLowerCase(Locale.ROOT);
    int parts = s.procedure().size();
    String schema = parts < 2 ? "" : s.procedure().get(parts - 2).toLowerCase(Locale.ROOT);
    if (AgentProcedures.PARAMETERS.containsKey(name)) {
      return ofAgent(name, s, session);
    }
    boolean system = schema.isEmpty() || schema.equals("sys") || schema.equals("dbo");
    if (!system || parts > 3 || !ObjectViews.procedures(session).contains(name)) {
      if (Unmodelled.procedure(s.procedure())) {
        throw Message.NOT_SIMULATED.error("the procedure " + name);
      }
      throw Message.NO_PROCEDURE.error(String.join(".", s.procedure()));
    }
    return name;
  }

  /** A procedure that is in msdb alone. */
  private static String ofAgent(String name, Statement.Execute s, SessionState session) {
    int parts = s.procedure().size();
    String schema = parts < 2 ? "" : s.procedure().get(parts - 2);
    String database = parts < 3 ? session.database : s.procedure().get(0);
    boolean there =
        parts <= 3
            && database.equalsIgnoreCase("msdb")
            && (schema.isEmpty() || schema.equalsIgnoreCase("dbo"));
    if (!there) {
      throw Message.NO_PROCEDURE.error(String.join(".", s.procedure()));
    }
    return name;
  }

  /** Whether it may wait, and so must not hold the server's lock. */
  static boolean mayWait(String name) {
    return name.equals("sp_getapplock");
  }

  static Answer run(String name, Statement.Execute s, Work work) {
    Map<String, Object> given = arguments(name, s, work);
    if (AgentProcedures.PARAMETERS.containsKey(name)) {
      return AgentProcedures.run(name, given, work);
    }
    return switch (name) {
      case "sp_certificate_add_issuer" -> addIssuer(given, work);
      case "sp_get_endpoint_certificate" -> endpointCertificate(given, work);
      case CertificateChain.PROCEDURE -> {
        CertificateChain.validate(required(given, CertificateChain.PARAMETER, name), work);
        yield Answer.of(0);
      }
      case "xp_fileexist" -> fileExists(given, work);
      case ConfigureProcedure.NAME -> ConfigureProcedure.run(given, work);
      case ErrorLogProcedure.SYSTEM, ErrorLogProcedure.EXTENDED ->
          ErrorLogProcedure.run(name, given, work);
      case "sp_getapplock" -> getLock(given, work);
      case "sp_releaseapplock" -> releaseLock(given, work);
      default -> throw Message.NOT_SIMULATED.error("the procedure " + name);
    };
  }

  /** The parameters of a procedure in their order. */
  static List<String> parameters(String name) {
    return AgentProcedures.PARAMETERS.getOrDefault(name, PARAMETERS.get(name));
  }

  private static Map<String, Object> arguments(String name, Statement.Execute s, Work work) {
    List<String> parameters = parameters(name);
    Map<String, Object> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    int position = 0;
    for (Statement.Argument argument : s.arguments()) {
      String parameter = argument.name();
      if (parameter == null) {
        if (position >= parameters.size()) {
          throw Message.TOO_MANY_ARGUMENTS.error(name);
        }
        parameter = parameters.get(position++);
      } else {
        String wanted = parameter;
        if (parameters.stream().noneMatch(p -> p.equalsIgnoreCase(wanted))) {
          throw Message.UNKNOWN_PARAMETER.error(parameter, name);
        }
      }
      if (argument.value() != null) {
        given.put(parameter, work.value(argument.value()));
      }
    }
    return given;
  }

  private static Object required(Map<String, Object> given, String parameter, String name) {
    if (!given.containsKey(parameter)) {
      throw Message.MISSING_PARAMETER.error(name, parameter);
    }
    return given.get(parameter);
  }

  /** An undocumented procedure: what it checks was inferred from the scripts that call it. */
  private static Answer addIssuer(Map<String, Object> given, Work work) {
    Object id = required(given, "@certid", "sp_certificate_add_issuer");
    Object dns = required(given, "@dns", "sp_certificate_add_issuer");
    Access.demand(work.login);
    Certificate certificate = null;
    if (id != null && work.inMaster()) {
      int wanted = (Integer) Convert.to(id, DataType.INT, 0);
      certificate =
          work.server.certificates.values().stream()
              .filter(c -> c.id == wanted)
              .findFirst()
              .orElse(null);
    }
    if (certificate == null || dns == null) {
      throw Message.MISSING.error("find", "certificate", id == null ? "" : Convert.text(id));
    }
    String pattern = Convert.text(dns);
    Certificate issuer = certificate;
    List<String> before = work.server.trustedIssuers.getOrDefault(issuer.id, List.of());
    if (before.stream().anyMatch(pattern::equalsIgnoreCase)) {
      throw ObjectMessage.ISSUER_TWICE.error(issuer.name, pattern);
    }
    var patterns = new ArrayList<>(before);
    patterns.add(pattern);
    work.server.trustedIssuers.put(issuer.id, patterns);
    work.onRollback(() -> work.server.trustedIssuers.put(issuer.id, before));
    return Answer.of(0);
  }

  private static Answer endpointCertificate(Map<String, Object> given, Work work) {
    Object type = required(given, "@endpoint_type", "sp_get_endpoint_certificate");
    int wanted = type == null ? 0 : (Integer) Convert.to(type, DataType.INT, 0);
    byte[] der = null;
    if (wanted == 4 && work.server.isManagedInstance()) {
      der = work.server.instance.endpointCertificate().der;
    } else if (wanted == 4 || wanted == 3) {
      Endpoint endpoint = wanted == 4 ? work.server.endpoint : null;
      if (endpoint == null || !Access.seesDefinitions(work.login)) {
        throw Message.MISSING.error(
            "find", "endpoint", wanted == 4 ? "database_mirroring" : "broker");
      }
      if (endpoint.certificateId == 0) {
        throw ObjectMessage.NOT_A_CERTIFICATE_ENDPOINT.error();
      }
      der =
          work.server.certificates.values().stream()
              .filter(c -> c.id == endpoint.certificateId)
              .map(c -> c.der)
              .findFirst()
              .orElseThrow(ObjectMessage.NOT_A_CERTIFICATE_ENDPOINT::error);
    }
    var column = new Column("EndpointCertificatePublicKey", SqlType.VARBINARY_MAX, 0);
    return new Answer(new Result(List.of(column), List.<Object[]>of(new Object[] {der})), 0);
  }

  /** Undocumented, as Microsoft's own tools call it; directories are not simulated. */
  private static Answer fileExists(Map<String, Object> given, Work work) {
    Object path = required(given, "@filename", "xp_fileexist");
    boolean there =
        path != null && work.session.world.file(work.server, Convert.text(path)) != null;
    var columns =
        List.of(
            new Column("File Exists", SqlType.INT, 0),
            new Column("File is a Directory", SqlType.INT, 0),
            new Column("Parent Directory Exists", SqlType.INT, 0));
    return new Answer(
        new Result(columns, List.<Object[]>of(new Object[] {there ? 1 : 0, 0, 1})), 0);
  }

  private static Answer getLock(Map<String, Object> given, Work work) {
    AppLocks.Key key = key(given, work, "sp_getapplock");
    String mode = Convert.text(required(given, "@LockMode", "sp_getapplock") == null
        ? "" : given.get("@LockMode"));
    AppLocks.Mode wanted = mode(mode);
    Boolean transaction = byTransaction(given);
    boolean right =
        key != null
            && wanted != null
            && transaction != null
            && !(transaction && work.session.transactionCount == 0);
    if (!right) {
      return Answer.of(-999);
    }
    Object timeout = given.get("@LockTimeout");
    long millis =
        timeout == null
            ? work.session.lockTimeoutMillis
            : (Integer) Convert.to(timeout, DataType.INT, 0);
    if (millis < -1) {
      return Answer.of(-999);
    }
    return Answer.of(
        AppLocks.of(work.server).acquire(work.session, key, wanted, transaction, millis));
  }

  private static AppLocks.Mode mode(String text) {
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "shared" -> AppLocks.Mode.SHARED;
      case "update" -> AppLocks.Mode.UPDATE;
      case "exclusive" -> AppLocks.Mode.EXCLUSIVE;
      case "intentshared" -> AppLocks.Mode.INTENT_SHARED;
      case "intentexclusive" -> AppLocks.Mode.INTENT_EXCLUSIVE;
      default -> null;
    };
  }

  /** Null when the owner is neither Session nor Transaction. */
  private static Boolean byTransaction(Map<String, Object> given) {
    Object owner = given.get("@LockOwner");
    String text = owner == null ? "transaction" : Convert.text(owner).toLowerCase(Locale.ROOT);
    return text.equals("transaction")
        ? Boolean.TRUE
        : text.equals("session") ? Boolean.FALSE : null;
  }

  /** Resource names are compared exactly and cut at 255 characters; null when there is none. */
  private static AppLocks.Key key(Map<String, Object> given, Work work, String procedure) {
    Object resource = required(given, "@Resource", procedure);
    Object principal = given.get("@DbPrincipal");
    if (resource == null) {
      return null;
    }
    String name = Convert.text(resource);
    return new AppLocks.Key(
        work.session.database.toLowerCase(Locale.ROOT),
        principal == null ? "public" : Convert.text(principal),
        name.length() > 255 ? name.substring(0, 255) : name);
  }

  private static Answer releaseLock(Map<String, Object> given, Work work) {
    AppLocks.Key key = key(given, work, "sp_releaseapplock");
    Boolean transaction = byTransaction(given);
    if (key == null || transaction == null) {
      return Answer.of(-999);
    }
    if (!AppLocks.of(work.server).release(work.session, key, transaction)) {
      throw Message.APPLOCK_NOT_HELD.error(key.principal(), key.resource());
    }
    return Answer.of(0);
  }
}
