package io.linkfleet.simulator.tsql.syntax;

import io.linkfleet.simulator.tsql.type.DataType;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * A statement that changes the server: keys, certificates, endpoints, principals, databases,
 * groups.
 */
public sealed interface Definition extends Statement {
  // keys and certificates

  record CreateMasterKey(String password) implements Definition {}

  /** ALTER MASTER KEY: REGENERATE, ADD or DROP of an encryption. */
  record AlterMasterKey(String action) implements Definition {}

  record DropMasterKey() implements Definition {}

  /**
   * CREATE CERTIFICATE, made here or read.
   *
   * @param owner AUTHORIZATION, or null
   * @param subject null when the certificate is read
   * @param binary FROM BINARY, or null
   * @param file FROM FILE, or null
   * @param password of the private key, or null
   */
  record CreateCertificate(
      String name, String owner, String subject, String startDate, String expiryDate,
      byte[] binary, String file, String privateKeyFile, String password,
      boolean activeForBeginDialog)
      implements Definition {}

  /** ALTER CERTIFICATE … WITH ACTIVE FOR BEGIN_DIALOG. */
  record AlterCertificate(String name, boolean activeForBeginDialog) implements Definition {}

  record DropCertificate(String name) implements Definition {}

  record BackupCertificate(String name, String file, String privateKeyFile, String password)
      implements Definition {}

  // endpoints

  /**
   * CREATE or ALTER ENDPOINT; what is null was not named.
   *
   * @param windows the Windows protocol (NTLM, KERBEROS, NEGOTIATE) when AUTHENTICATION names one
   * @param certificate the certificate when AUTHENTICATION names one
   * @param certificateFirst whether the certificate stands before WINDOWS
   * @param encryption DISABLED, SUPPORTED or REQUIRED
   * @param algorithms AES, RC4, "AES RC4" or "RC4 AES"
   * @param ip ALL or an address
   * @param otherPayload TSQL, SERVICE_BROKER or SOAP, which are not simulated; null for mirroring
   */
  record Endpoint(
      boolean alter, String name, String owner, String state, Integer port, String ip,
      boolean mirroring, boolean authentication, String windows, String certificate,
      boolean certificateFirst, String encryption, String algorithms, String role,
      String otherPayload)
      implements Definition {}

  record DropEndpoint(String name) implements Definition {}

  // principals and permissions

  record CreateLogin(String name, String password, boolean windows) implements Definition {}

  /** ALTER LOGIN … WITH PASSWORD, ENABLE or DISABLE. */
  record AlterLogin(String name, String password, Boolean enabled) implements Definition {}

  record DropLogin(String name) implements Definition {}

  /** @param login null for WITHOUT LOGIN or when it is the user's own name */
  record CreateUser(String name, String login, boolean withoutLogin) implements Definition {}

  record DropUser(String name, boolean ifExists) implements Definition {}

  /**
   * GRANT, DENY or REVOKE.
   *
   * @param securableClass ENDPOINT, LOGIN and so on, or null for the server or database
   */
  record Permission(
      String verb, List<String> permissions, String securableClass, String securable,
      List<String> principals)
      implements Definition {}

  /** ALTER SERVER ROLE … ADD or DROP MEMBER. */
  record ServerRole(String role, boolean add, String member) implements Definition {}

  /** @param alter whether it is there already */
  record Credential(boolean alter, String name, String identity) implements Definition {}

  record DropCredential(String name) implements Definition {}

  // procedures

  /**
   * CREATE or ALTER PROCEDURE.
   *
   * @param body what stands after AS, on the lines on which it stood
   */
  record CreateProcedure(
      Kind kind, String name, List<ProcedureParameter> parameters, String body)
      implements Definition {
    /** What happens when it is there, or not there. */
    public enum Kind {
      CREATE,
      ALTER,
      CREATE_OR_ALTER
    }
  }

  /** @param byDefault a constant as an expression, or null */
  record ProcedureParameter(String name, DataType type, String byDefault, boolean output) {}

  record DropProcedure(String name, boolean ifExists) implements Definition {}

  // tables

  /**
   * CREATE TABLE.
   *
   * @param name as it was written, with its qualifiers
   * @param key its PRIMARY KEY, or null
   */
  record CreateTable(List<String> name, List<TableColumn> columns, TableKey key)
      implements Definition {}

  /**
   * A column of CREATE TABLE; what is null was not said.
   *
   * @param identity seed and increment
   * @param byDefault the expression as it was written
   */
  record TableColumn(
      String name, DataType type, Boolean nullable, List<BigInteger> identity, String defaultName,
      String byDefault) {}

  /** @param name null when the server is to find one */
  record TableKey(String name, List<String> columns) {}

  record DropTable(List<List<String>> names, boolean ifExists) implements Definition {}

  // databases

  record CreateDatabase(String name, String collation) implements Definition {}

  record DropDatabase(List<String> names, boolean ifExists) implements Definition {}

  /** ALTER DATABASE … SET; each option with its value, "ON" or "" when it has none. */
  record AlterDatabase(String name, Map<String, String> options) implements Definition {}

  /**
   * BACKUP DATABASE or LOG.
   *
   * @param nameVariable the variable that names the database, or null
   * @param options upper-case, with their values or null
   */
  record Backup(
      boolean log, String database, String nameVariable, List<Expression> devices,
      Map<String, Expression> options)
      implements Definition {}

  /**
   * RESTORE DATABASE or LOG.
   *
   * @param nameVariable the variable that names the database, or null
   * @param devices empty for a RESTORE that only recovers
   * @param moves logical file name to path
   * @param options upper-case, with their values or null
   */
  record Restore(
      boolean log, String database, String nameVariable, List<Expression> devices,
      Map<Expression, Expression> moves, Map<String, Expression> options)
      implements Definition {}

  // database mirroring

  /**
   * ALTER DATABASE … SET PARTNER or SET WITNESS.
   *
   * @param action ADDRESS, OFF, SUSPEND, RESUME, FAILOVER, FORCE, SAFETY or TIMEOUT
   * @param address of ADDRESS
   * @param value of TIMEOUT; of SAFETY 1 OFF, 2 FULL
   */
  record Mirroring(String name, boolean witness, String action, String address, int value)
      implements Definition {}

  // availability groups

  /** @param databases in FOR DATABASE, @param replicas in REPLICA ON or AVAILABILITY GROUP ON */
  record CreateGroup(
      String name, Map<String, String> options, boolean ofGroups, List<String> databases,
      List<Member> replicas)
      implements Definition {}

  /** A replica, or a member group of a distributed group, with its options as written. */
  record Member(String name, Map<String, String> options) {}

  /**
   * ALTER AVAILABILITY GROUP.
   *
   * @param action SET, ADD DATABASE, REMOVE DATABASE, MODIFY REPLICA, MODIFY AVAILABILITY GROUP,
   *     ADD REPLICA, REMOVE REPLICA, GRANT CREATE ANY DATABASE, DENY CREATE ANY DATABASE, FAILOVER,
   *     FORCE_FAILOVER_ALLOW_DATA_LOSS, JOIN, OFFLINE
   */
  record AlterGroup(
      String name, String action, Map<String, String> options, List<String> databases,
      List<Member> members)
      implements Definition {}

  record DropGroup(String name) implements Definition {}

  /**
   * ALTER DATABASE … SET HADR.
   *
   * @param name null for the current database
   * @param action JOIN, OFF, SUSPEND or RESUME
   * @param group of JOIN
   */
  record Hadr(String name, String action, String group) implements Definition {}
}
