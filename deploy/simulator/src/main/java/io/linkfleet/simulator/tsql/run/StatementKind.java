package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.tsql.syntax.Definition;
import io.linkfleet.simulator.tsql.syntax.Statement;
import java.util.Locale;

/**
 * The class of a statement: the name by which latency is set and requests are shown, the CurCmd of
 * its DONE token (0 when unknown), and whether it changes the server.
 */
record StatementKind(String name, int command, boolean changes) {
  static final StatementKind SELECT = new StatementKind("SELECT", 0xC1, false);
  static final StatementKind CONDITION = new StatementKind("CONDITIONAL", 0, false);
  static final StatementKind ASSIGN = new StatementKind("ASSIGN", 0, false);

  static final StatementKind RECONFIGURE = new StatementKind("RECONFIGURE", 0, true);

  static StatementKind of(Definition definition) {
    if (definition instanceof Definition.CreateMasterKey) {
      return change("CREATE MASTER KEY", 0x19B);
    } else if (definition instanceof Definition.AlterMasterKey) {
      return change("ALTER MASTER KEY", 0x1A1);
    } else if (definition instanceof Definition.DropMasterKey) {
      return change("DROP MASTER KEY", 0x19C);
    } else if (definition instanceof Definition.CreateCertificate) {
      return change("CREATE CERTIFICATE", 0x170);
    } else if (definition instanceof Definition.AlterCertificate) {
      return change("ALTER CERTIFICATE", 0x172);
    } else if (definition instanceof Definition.DropCertificate) {
      return change("DROP CERTIFICATE", 0x171);
    } else if (definition instanceof Definition.BackupCertificate) {
      return change("BACKUP CERTIFICATE", 0);
    } else if (definition instanceof Definition.Endpoint endpoint) {
      return endpoint.alter() ? change("ALTER ENDPOINT", 0x139) : change("CREATE ENDPOINT", 0x138);
    } else if (definition instanceof Definition.DropEndpoint) {
      return change("DROP ENDPOINT", 0x13A);
    } else if (definition instanceof Definition.CreateLogin) {
      return change("CREATE LOGIN", 0x145);
    } else if (definition instanceof Definition.AlterLogin) {
      return change("ALTER LOGIN", 0);
    } else if (definition instanceof Definition.DropLogin) {
      return change("DROP LOGIN", 0);
    } else if (definition instanceof Definition.CreateUser) {
      return change("CREATE USER", 0x13B);
    } else if (definition instanceof Definition.DropUser) {
      return change("DROP USER", 0);
    } else if (definition instanceof Definition.Permission permission) {
      return change(permission.verb(), permission.verb().equals("GRANT") ? 0xCD : 0);
    } else if (definition instanceof Definition.ServerRole) {
      return change("ALTER SERVER ROLE", 0);
    } else if (definition instanceof Definition.Credential credential) {
      return change(credential.alter() ? "ALTER CREDENTIAL" : "CREATE CREDENTIAL", 0);
    } else if (definition instanceof Definition.DropCredential) {
      return change("DROP CREDENTIAL", 0);
    } else if (definition instanceof Definition.CreateProcedure create) {
      return change(create.kind().name().replace('_', ' ') + " PROCEDURE", 0);
    } else if (definition instanceof Definition.DropProcedure) {
      return change("DROP PROCEDURE", 0);
    } else if (definition instanceof Definition.CreateTable) {
      return change("CREATE TABLE", 0xC6);
    } else if (definition instanceof Definition.DropTable) {
      return change("DROP TABLE", 0xC7);
    } else if (definition instanceof Definition.CreateDatabase) {
      return change("CREATE DATABASE", 0xCB);
    } else if (definition instanceof Definition.DropDatabase) {
      return change("DROP DATABASE", 0);
    } else if (definition instanceof Definition.AlterDatabase) {
      return change("ALTER DATABASE", 0);
    } else if (definition instanceof Definition.Backup backup) {
      return change(backup.log() ? "BACKUP LOG" : "BACKUP DATABASE", 0);
    } else if (definition instanceof Definition.Restore restore) {
      return change(restore.log() ? "RESTORE LOG" : "RESTORE DATABASE", 0);
    } else if (definition instanceof Definition.Mirroring
        || definition instanceof Definition.Hadr) {
      return change("ALTER DATABASE", 0);
    } else if (definition instanceof Definition.CreateGroup) {
      return change("CREATE AVAILABILITY GROUP", 0);
    } else if (definition instanceof Definition.AlterGroup) {
      return change("ALTER AVAILABILITY GROUP", 0);
    }
    return change("DROP AVAILABILITY GROUP", 0);
  }

  /** EXEC of a system procedure. */
  static StatementKind of(Statement.Execute execute) {
    String name = "EXEC " + execute.name().toUpperCase(Locale.ROOT);
    boolean configures = name.equals("EXEC SP_CONFIGURE") && execute.arguments().size() > 1;
    boolean agent = AgentProcedures.PARAMETERS.containsKey(execute.name().toLowerCase(Locale.ROOT));
    return new StatementKind(
        name, 0xE0, configures || agent || name.equals("EXEC SP_CERTIFICATE_ADD_ISSUER"));
  }

  static StatementKind of(Statement.RowChange change) {
    if (change instanceof Statement.Insert) {
      return change("INSERT", 0xC3);
    }
    return change instanceof Statement.Delete ? change("DELETE", 0xC4) : change("UPDATE", 0xC5);
  }

  static StatementKind of(Statement.Dbcc dbcc) {
    boolean changes = dbcc.command().equals("TRACEON") || dbcc.command().equals("TRACEOFF");
    return new StatementKind("DBCC " + dbcc.command(), 0, changes);
  }

  static StatementKind of(Statement.ReadBackup read) {
    return new StatementKind("RESTORE " + read.what(), 0, false);
  }

  private static StatementKind change(String name, int command) {
    return new StatementKind(name, command, true);
  }
}
