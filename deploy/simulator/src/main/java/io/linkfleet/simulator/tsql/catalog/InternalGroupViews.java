package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.dmv;

import io.linkfleet.simulator.engine.ServerDescription;
import java.util.List;

/**
 * The DMVs on the groups that a link of several databases makes for each of them. Nobody can make
 * such a link here, so they are empty, as they are on a server without one. The documentation asks
 * them for everything and describes no column: these few are inferred from the views on groups.
 */
final class InternalGroupViews {
  static final List<SystemView> VIEWS =
      List.of(
          dmv(
              "sys.dm_hadr_internal_availability_groups",
              "group_id uniqueidentifier, name sysname",
              session -> List.of()),
          dmv(
              "sys.dm_hadr_internal_availability_replicas",
              """
              replica_id uniqueidentifier, group_id uniqueidentifier,
              replica_server_name nvarchar(256)
              """,
              session -> List.of()));

  private InternalGroupViews() {}

  /** They came with the update that brought such links; users list them for 2025 as well. */
  static boolean areOn(ServerDescription server) {
    return server.isAtLeast(16, 0, 4295, 3);
  }
}
