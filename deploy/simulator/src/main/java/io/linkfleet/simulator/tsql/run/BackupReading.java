package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Login.Permission;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.RestoreMessage;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.catalog.BackupContents;
import io.linkfleet.simulator.tsql.eval.Expressions.Result;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.syntax.Statement;

/** RESTORE HEADERONLY, FILELISTONLY and VERIFYONLY: what is in a backup file. */
final class BackupReading {
  private BackupReading() {}

  /** The rows, or null for VERIFYONLY. */
  static Result run(Statement.ReadBackup s, Work work) {
    if (work.server.isManagedInstance()) {
      throw Message.NOT_SIMULATED.error("RESTORE " + s.what() + " on a managed instance");
    }
    try {
      return read(s, work);
    } catch (TsqlError error) {
      throw error.then(RestoreMessage.FAILED.with(
          s.what().equals("VERIFYONLY") ? "VERIFY DATABASE" : "RESTORE " + s.what()));
    }
  }

  private static Result read(Statement.ReadBackup s, Work work) {
    if (!Access.has(work.login, Permission.CREATE_ANY_DATABASE)) {
      throw Message.STATEMENT_DENIED.error("CREATE DATABASE", "master");
    }
    work.refuseTransaction(ObjectMessage.BACKUP_IN_TRANSACTION);
    if (s.what().equals("HEADERONLY")) {
      var sets = BackupMedia.read(s.devices(), work);
      return new Result(BackupContents.headerColumns(), BackupContents.headers(sets));
    }
    BackupMedia.Chosen chosen = BackupMedia.choose(s.devices(), s.options(), work);
    if (s.what().equals("VERIFYONLY")) {
      work.tell(RestoreMessage.VALID.with(chosen.position()));
      return null;
    }
    return new Result(BackupContents.fileColumns(), BackupContents.files(chosen.image()));
  }
}
