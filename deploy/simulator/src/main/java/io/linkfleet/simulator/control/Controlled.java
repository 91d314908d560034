package io.linkfleet.simulator.control;

import io.linkfleet.simulator.azure.ArmServer;
import io.linkfleet.simulator.engine.World;
import io.linkfleet.simulator.network.MirroringNetwork;
import java.util.Map;

/** Owns the view that the control API has of a running simulator. */
public interface Controlled {
  World world();

  ArmServer azure();

  MirroringNetwork network();

  /** What goes wrong with connections to SQL Servers. */
  SqlFaults sqlFaults();

  /** Every port that is to answer, by what it is for. */
  Map<String, Integer> ports();

  /** Breaks the open TDS connections of a server. */
  void dropSessions(String server);
}
