package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Endpoint;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.SqlServer;

/**
 * Owns what a standing connection stands on: the very objects of the server and the endpoint's
 * settings at the moment of connecting. Certificates are not among them, because a connection
 * survives their expiry until it has to be made again.
 *
 * @param database null while a copy of the instance's has not arrived yet
 */
record Wiring(
    SqlServer server,
    AvailabilityGroup group,
    AvailabilityGroup distributed,
    Database database,
    Replica remote,
    String listener,
    Endpoint.Settings endpoint) {

  static Wiring of(Attempt attempt) {
    AvailabilityGroup distributed = attempt.distributed();
    Replica remote = Attempt.remote(distributed).orElseThrow();
    return new Wiring(
        attempt.server(),
        attempt.group(),
        distributed,
        attempt.group().databases.isEmpty() ? null : attempt.group().databases.get(0),
        remote,
        remote.endpointUrl,
        attempt.endpoint().settings());
  }

  /** Why the connection cannot stand any longer, or null. Called under the server's lock. */
  String broken() {
    if (!server.up) {
      return "the server is down";
    }
    if (server.endpoint == null || !server.endpoint.settings().equals(endpoint)) {
      return "the endpoint was stopped or changed";
    }
    boolean left = database != null && !group.databases.contains(database);
    if (server.groups.get(group.name) != group || left) {
      return "the availability group has gone";
    }
    if (server.groups.get(distributed.name) != distributed
        || !distributed.replicas.contains(remote)
        || !remote.endpointUrl.equals(listener)) {
      return "the distributed availability group has gone";
    }
    return null;
  }

  /** The same once a copy has arrived in the group. */
  Wiring with(Database arrived) {
    return new Wiring(server, group, distributed, arrived, remote, listener, endpoint);
  }

  boolean seedsAutomatically() {
    return remote.seedingMode == 0
        && Attempt.local(distributed).map(member -> member.seedingMode == 0).orElse(false);
  }
}
