package io.linkfleet.monitor.watch;

import io.linkfleet.event.ReplicaReading;
import io.linkfleet.event.SourceServer;
import java.util.Map;

/** How a server is asked for the remote replicas of its links. */
public interface ReplicaProbe {
  /**
   * Asks a server once, for all of its distributed availability groups.
   *
   * @throws io.linkfleet.sqlserver.SqlFailure when it cannot be read
   */
  Readings read(SourceServer server);

  /**
   * What the server answered.
   *
   * @param seesAll whether the login would see every group; otherwise one that is not there may
   *     only be hidden
   * @param replicas the remote replicas by the name of their group
   */
  record Readings(boolean seesAll, Map<String, ReplicaReading> replicas) {}
}
