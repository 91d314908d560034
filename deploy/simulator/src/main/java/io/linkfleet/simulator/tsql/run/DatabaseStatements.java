package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Login.Permission;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.MirroringMessage;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.Sessions;
import io.linkfleet.simulator.tsql.syntax.Definition;
import java.util.Map;

/** CREATE, ALTER and DROP DATABASE. */
final class DatabaseStatements {
  private DatabaseStatements() {}

  static void create(Definition.CreateDatabase s, Work work) {
    if (!Access.has(work.login, Permission.CREATE_ANY_DATABASE, Permission.ALTER_ANY_DATABASE)) {
      throw Message.STATEMENT_DENIED.error("CREATE DATABASE", "master");
    }
    work.refuseTransaction(ObjectMessage.IN_TRANSACTION, "CREATE DATABASE");
    if (Databases.find(work.server, s.name()).isPresent()) {
      throw ObjectMessage.DATABASE_EXISTS.error(s.name());
    }
    boolean other =
        s.collation() != null
            && !s.collation().equalsIgnoreCase(work.server.description.collation());
    if (other) {
      throw Message.NOT_SIMULATED.error("a database with another collation than its server");
    }
    var database = new Database();
    database.name = s.name();
    database.id = work.server.nextDatabaseId++;
    database.createdAt = work.now();
    database.sizeBytes = 16L << 20;
    work.server.databases.put(s.name(), database);
  }

  static void drop(Definition.DropDatabase s, Work work) {
    work.refuseTransaction(ObjectMessage.IN_TRANSACTION, "DROP DATABASE");
    for (String name : s.names()) {
      drop(name, s.ifExists(), work);
    }
  }

  private static void drop(String name, boolean ifExists, Work work) {
    if (Databases.isSystem(name)) {
      throw ObjectMessage.DROP_SYSTEM_DATABASE.error(name);
    }
    Database database = work.server.databases.get(name);
    if (database == null && ifExists) {
      return;
    }
    if (database == null || !Access.has(work.login, Permission.ALTER_ANY_DATABASE)) {
      throw ObjectMessage.CANNOT_DROP.error("database", name);
    }
    if (database.group != null) {
      throw ObjectMessage.DROP_IN_GROUP.error(database.name);
    }
    if (database.mirroring != null) {
      throw ObjectMessage.DROP_MIRRORED.error(database.name);
    }
    boolean used =
        database.logHeld()
            || Sessions.of(work.server).stream().anyMatch(o -> o.database.equalsIgnoreCase(name));
    if (used) {
      throw ObjectMessage.DATABASE_IN_USE.error(database.name);
    }
    work.server.databases.remove(name);
    work.server.forgetKeys(name);
  }

  static void alter(Definition.AlterDatabase s, Work work) {
    String name = s.name() == null ? work.session.database : s.name();
    try {
      work.refuseTransaction(ObjectMessage.IN_TRANSACTION, "ALTER DATABASE");
      Database database = Databases.find(work.server, name).orElse(null);
      if (database == null || !Access.has(work.login, Permission.ALTER_ANY_DATABASE)) {
        throw ObjectMessage.NO_DATABASE_TO_ALTER.error(name);
      }
      if (Databases.isSystem(name)) {
        throw ObjectMessage.SYSTEM_DATABASE_OPTION.error(
            s.options().keySet().iterator().next(), database.name);
      }
      if (database.state.equals("RESTORING")) {
        throw MirroringMessage.WHILE_RESTORING.error("Restoring");
      }
      if (database.standby) {
        throw MirroringMessage.WHILE_RESTORING.error("Warm Standby");
      }
      boolean joined = database.group != null || database.mirroring != null;
      for (Map.Entry<String, String> option : s.options().entrySet()) {
        if (joined && breaksReplication(option)) {
          throw ObjectMessage.RECOVERY_IN_GROUP.error(database.name);
        }
      }
      s.options().forEach((option, value) -> set(database, option, value));
    } catch (TsqlError error) {
      boolean transaction = error.last().number() == ObjectMessage.IN_TRANSACTION.number();
      boolean unmodelled = error.last().number() == Message.NOT_SIMULATED.number();
      throw transaction || unmodelled
          ? error
          : error.then(ObjectMessage.ALTER_DATABASE_FAILED.with());
    }
  }

  private static boolean breaksReplication(Map.Entry<String, String> option) {
    return switch (option.getKey()) {
      case "RECOVERY" -> !option.getValue().equals("FULL");
      case "AUTO_CLOSE" -> option.getValue().equals("ON");
      case "READ_ONLY", "SINGLE_USER", "OFFLINE", "RESTRICTED_USER" -> true;
      default -> false;
    };
  }

  private static void set(Database database, String option, String value) {
    switch (option) {
      case "RECOVERY" -> {
        // SIMPLE truncates the log: the chain is broken until the next full backup
        if (value.equals("SIMPLE")) {
          database.lastLogBackupLsn = null;
          database.chainStartLsn = null;
        }
        database.recoveryModel = value;
      }
      case "BROKER" -> database.broker = value.equals("ON");
      case "ACCELERATED_DATABASE_RECOVERY", "READ_COMMITTED_SNAPSHOT", "TRUSTWORTHY" ->
          database.set(Database.Option.valueOf(option), value.equals("ON"));
      case "AUTO_CLOSE" -> database.autoClose = value.equals("ON");
      case "READ_ONLY" -> database.readOnly = true;
      case "READ_WRITE" -> database.readOnly = false;
      case "SINGLE_USER" -> database.singleUser = true;
      case "MULTI_USER" -> database.singleUser = false;
      case "ONLINE" -> database.state = "ONLINE";
      case "OFFLINE" -> database.state = "OFFLINE";
      default -> throw Message.NOT_SIMULATED.error("ALTER DATABASE … SET " + option);
    }
  }
}
