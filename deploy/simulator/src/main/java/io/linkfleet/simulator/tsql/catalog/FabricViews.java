package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.dmv;
import static io.linkfleet.simulator.tsql.catalog.SystemView.row;

import io.linkfleet.simulator.engine.Fabric;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.util.List;
import java.util.UUID;

/**
 * The DMVs on the fabric below a managed instance, which are not documented: they have the columns
 * that the documented network test reads, of types that were inferred, and the rows that it needs.
 * Only an instance answers them.
 */
final class FabricViews {
  static final List<SystemView> VIEWS =
      List.of(
          dmv(
              "sys.dm_hadr_fabric_config_parameters",
              "section_name nvarchar(128), parameter_name nvarchar(128), value nvarchar(512)",
              FabricViews::parameters),
          dmv(
              "sys.dm_hadr_fabric_partitions",
              "partition_id uniqueidentifier, service_name nvarchar(512)",
              session -> rows(session, f -> row(partition(session), service(f)))),
          dmv(
              "sys.dm_hadr_fabric_replicas",
              """
              partition_id uniqueidentifier, replica_address nvarchar(512), replica_role int,
              node_name nvarchar(256)
              """,
              session ->
                  rows(
                      session,
                      f ->
                          row(
                              partition(session), f.node() + "\\" + f.application(), 2,
                              nodeName(f)))),
          dmv(
              "sys.dm_hadr_fabric_nodes",
              "node_name nvarchar(256)",
              session -> rows(session, f -> row(nodeName(f)))));

  private FabricViews() {}

  private static List<Object[]> rows(
      SessionState session, java.util.function.Function<Fabric, Object[]> row) {
    return session.server.isManagedInstance()
        ? List.<Object[]>of(row.apply(Fabric.of(session.server.instance)))
        : List.of();
  }

  private static List<Object[]> parameters(SessionState session) {
    if (!session.server.isManagedInstance()) {
      return List.of();
    }
    Fabric fabric = Fabric.of(session.server.instance);
    return List.of(
        row("SQL", "InstanceName", fabric.application()),
        row("SQL", "DnsRecordName", session.server.instance.fqdn),
        row("SQL", "ClusterName", fabric.cluster()),
        row("SQL", "HadrPort", String.valueOf(fabric.hadrPort())));
  }

  /** Without its dot it is the machine's name, as the test between two instances reads it. */
  private static String nodeName(Fabric fabric) {
    return fabric.node().replace("DB", "DB.");
  }

  private static UUID partition(SessionState session) {
    return UUID.nameUUIDFromBytes(("partition" + session.server.name()).getBytes());
  }

  private static String service(Fabric fabric) {
    return "fabric:/Worker.ISO.ManagedServer/" + fabric.application();
  }
}
