package io.linkfleet.simulator.tsql.state;

import io.linkfleet.simulator.engine.SqlServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;

/** Who is logged in to each server. */
public final class Sessions {
  private static final int FIRST_USER_SPID = 51;
  private static final Map<SqlServer, Map<Integer, SessionState>> BY_SERVER =
      Collections.synchronizedMap(new WeakHashMap<>());

  private Sessions() {}

  private static Map<Integer, SessionState> on(SqlServer server) {
    return BY_SERVER.computeIfAbsent(server, s -> new ConcurrentHashMap<>());
  }

  /** The sessions of a server, by id. */
  public static List<SessionState> of(SqlServer server) {
    var sessions = new ArrayList<>(on(server).values());
    sessions.sort(Comparator.comparingInt(s -> s.spid));
    return sessions;
  }

  /** The lowest id that is free, from 51. */
  public static synchronized int nextSpid(SqlServer server) {
    int spid = FIRST_USER_SPID;
    while (on(server).containsKey(spid)) {
      spid++;
    }
    return spid;
  }

  public static void add(SessionState session) {
    on(session.server).put(session.spid, session);
  }

  public static void remove(SessionState session) {
    on(session.server).remove(session.spid, session);
  }
}
