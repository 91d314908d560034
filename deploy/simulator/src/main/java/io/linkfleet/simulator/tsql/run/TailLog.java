package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.BackupSet;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.tsql.RestoreMessage;
import io.linkfleet.simulator.tsql.state.Sessions;
import io.linkfleet.simulator.tsql.syntax.Definition;

/**
 * BACKUP LOG … WITH NORECOVERY or STANDBY: the last log backup of a database, after which it waits
 * for more. That a database in a group or a mirroring session refuses with 3104 was inferred.
 */
final class TailLog {
  private TailLog() {}

  static void check(Definition.Backup s, Database d, Work work) {
    boolean both = s.options().containsKey("NORECOVERY") && s.options().containsKey("STANDBY");
    if (both) {
      throw RestoreMessage.CONFLICT.error("NORECOVERY", "STANDBY");
    }
    if (!s.log()) {
      throw RestoreMessage.NOT_FOR_THIS.error(
          s.options().containsKey("STANDBY") ? "standby" : "norecovery");
    }
    if (d.mirroring != null || d.group != null) {
      throw RestoreMessage.JOINED.error(d.name);
    }
    if (work.session.database.equalsIgnoreCase(d.name)
        || Sessions.of(work.server).stream()
            .anyMatch(session -> session.database.equalsIgnoreCase(d.name))) {
      throw RestoreMessage.IN_USE.error();
    }
  }

  static void leave(Definition.Backup s, Database d, BackupSet set, Work work) {
    d.redoLsn = set.lastLsn();
    d.endOfLogLsn = set.lastLsn();
    d.redoneUntil = set.finishedAt();
    d.logRestored = true;
    d.standby = s.options().containsKey("STANDBY");
    if (d.standby) {
      String undo = BackupMedia.path(work.text(s.options().get("STANDBY")), work);
      work.session.world.writeFile(work.server, undo, new byte[0]);
    } else {
      d.state = "RESTORING";
    }
  }
}
