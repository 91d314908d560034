package io.linkfleet.simulator.tsql.state;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.tsql.GroupMessage;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.MirroringMessage;
import io.linkfleet.simulator.tsql.ObjectMessage;

/** Owns whether a database can be used, and by whom. */
public final class OpenDatabases {
  private OpenDatabases() {}

  /**
   * A copy in a group whose local replica lets nobody read it, or which has the format of an older
   * server: that nobody can read it then is documented, that it gives 976 inferred.
   */
  private static boolean isClosedCopy(Database database, SessionState session) {
    AvailabilityGroup group = database.group;
    if (group == null || session.server.isWritable(group)) {
      return false;
    }
    boolean older =
        group.sourceVersion != 0
            && group.sourceVersion < session.server.description.majorVersion();
    return older || group.replicas.stream().anyMatch(r -> r.local && r.secondaryConnections == 0);
  }

  /** The database's own spelling of its name; an error when the session may not use it. */
  public static String open(SessionState session, String name) {
    session.server.lock.lock();
    try {
      var database =
          Databases.find(session.server, name)
              .orElseThrow(() -> ObjectMessage.NO_DATABASE.error(name));
      switch (database.state) {
        case "ONLINE" -> {
          if (database.group != null && database.group.localRole.equals("RESOLVING")) {
            throw GroupMessage.DATABASE_ROLE.error(database.name);
          }
          if (isClosedCopy(database, session)) {
            throw ObjectMessage.GROUP_SECONDARY.error(database.name);
          }
          if (database.mirroring != null && database.mirroring.withoutQuorum) {
            throw MirroringMessage.LACKS_QUORUM.error(database.name);
          }
        }
        case "OFFLINE" -> throw ObjectMessage.DATABASE_OFFLINE.error(database.name);
        default ->
            throw database.mirroring != null && database.mirroring.role == 2
                ? ObjectMessage.DATABASE_MIRROR.error(database.name)
                : ObjectMessage.DATABASE_RESTORING.error(database.name);
      }
      boolean guest = Databases.isSystem(name) && !database.name.equals("model");
      if (!guest && !Access.has(session.login)) {
        throw Message.NO_USER.error(session.login.name, database.name);
      }
      return database.name;
    } finally {
      session.server.lock.unlock();
    }
  }
}
