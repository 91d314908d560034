package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.catalog.DatabaseViews;
import io.linkfleet.simulator.tsql.syntax.Definition;

/**
 * Whether the current database takes a change: its log must have room (9002), and it must not be
 * read-only (3906). Only statements that write into that database are stopped; which those are was
 * inferred. Backups of the log go on, and so does SET RECOVERY, the two ways out.
 */
final class LogSpace {
  private LogSpace() {}

  static void demand(Definition s, Work work) {
    Database here = work.server.databases.get(work.session.database);
    if (here != null && writesHere(s)) {
      demand(here, work);
    }
  }

  /** The statement writes into this database, and so does the transaction of its session. */
  static void demand(Database here, Work work) {
    boolean copy = here.group != null && !work.server.isWritable(here.group);
    if (here.readOnly || here.standby || copy) {
      throw ObjectMessage.READ_ONLY_DATABASE.error(here.name);
    }
    if (here.logUsed >= 1) {
      String why = DatabaseViews.logReuseWaitName(here, work.server);
      var full = ObjectMessage.LOG_FULL.error(here.name, why);
      work.server.errorLog.error(
          work.now(), "spid" + work.session.spid, 9002, 17, 2, full.last().text());
      throw full;
    }
    if (work.session.transactionCount > 0) {
      here.tables().wrote(work.session);
      work.session.written.add(here);
    }
  }

  private static boolean writesHere(Definition s) {
    return s instanceof Definition.CreateMasterKey
        || s instanceof Definition.AlterMasterKey
        || s instanceof Definition.DropMasterKey
        || s instanceof Definition.CreateCertificate
        || s instanceof Definition.AlterCertificate
        || s instanceof Definition.DropCertificate
        || s instanceof Definition.CreateUser
        || s instanceof Definition.DropUser;
  }
}
