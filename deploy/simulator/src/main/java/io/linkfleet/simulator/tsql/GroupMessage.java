package io.linkfleet.simulator.tsql;

/**
 * The messages about replicas of availability groups on other servers.
 *
 * <p>Numbers and texts are the published ones, except: 47106 with State 3 and the text of 47122 are
 * what people report, and the number of 47122 is recalled. 41131 has the severity and state of a
 * published case; the list of messages gives it severity 10 in some versions.
 */
public enum GroupMessage implements MessageTemplate {
  DATABASE_ROLE(
      983,
      14,
      "Unable to access availability database '%s' because the database replica is not in the"
          + " PRIMARY or SECONDARY role. Connections to an availability database is permitted only"
          + " when the database replica is in the PRIMARY or SECONDARY role. Try the operation"
          + " again later."),
  IN_OTHER_GROUP(
      35259, 16, "Database '%s' is already participating in a different availability group."),
  ON_PRIMARY(
      35240,
      16,
      "Database '%s' cannot be joined to or unjoined from availability group '%s'. This operation"
          + " is not supported on the primary replica of the availability group."),
  NOT_CONNECTED(
      35250,
      16,
      "The connection to the primary replica is not active. The command cannot be processed."),
  REPLICA_EXISTS(
      35282,
      16,
      "Availability replica '%s' cannot be added to availability group '%s'. The availability group"
          + " already contains an availability replica with the specified name. Verify that the"
          + " availability replica name and the availability group name are correct, then retry the"
          + " operation."),
  NO_REPLICA_TO_REMOVE(
      35283,
      16,
      "Availability replica '%s' cannot be removed from availability group '%s'. The availability"
          + " group does not contain an availability replica with the specified name. Verify that"
          + " the availability replica name is correct, then retry the operation."),
  REPLICA_IS_LOCAL(
      35284,
      16,
      "Availability replica '%s' cannot be removed from availability group '%s', because"
          + " this replica is on the local instance of SQL Server. If the local availability"
          + " replica is a secondary replica, connect to the server instance that is currently"
          + " hosting the primary replica, and re-run the command."),
  NOT_IN_CLUSTER(
      41044,
      16,
      "Availability group name to ID map entry for availability group '%s' cannot be found. The"
          + " availability group name may be incorrect. If this is a WSFC availability group, the"
          + " availability group may not exist in this Windows Server Failover Cluster. Verify the"
          + " availability group exists and that the availability group name is correct and then"
          + " retry the operation."),
  ALREADY_HOSTED(
      41106,
      16,
      "Cannot create an availability replica for availability group '%s'. An availability replica"
          + " of the specified availability group already exists on this instance of SQL Server."
          + " Verify that the specified availability group name is correct and unique, then retry"
          + " the operation. To remove the existing availability replica, run DROP AVAILABILITY"
          + " GROUP command."),
  NOT_ONLINE(
      41131,
      16,
      0,
      "Failed to bring availability group '%s' online. The operation timed out. If this is a"
          + " Windows Server Failover Clustering (WSFC) availability group, verify that the local"
          + " WSFC node is online. Then verify that the availability group resource exists in the WSFC"
          + " cluster. If the problem persists, you might need to drop the availability group and"
          + " create it again."),
  NOT_LISTED(
      41132,
      16,
      "Cannot join database '%s' to availability group '%s'. The specified database does not belong"
          + " to the availability group. Verify the names of the database and the availability"
          + " group, and retry the command specifying the correct names."),
  ALREADY_JOINED(
      41145,
      10,
      "Cannot join database '%s' to availability group '%s'. The database has already joined the"
          + " availability group. This is an informational message. No user action is required."),
  NO_DATABASE_TO_JOIN(
      41148,
      16,
      "Cannot add or join database '%s' to availability group '%s'. The database does not exist on"
          + " this instance of SQL Server. Verify the database name and that the database exists"
          + " on the server instance. Then retry the operation, specifying the correct database"
          + " name."),
  JOIN_FAILED(
      41158,
      16,
      "Failed to join local availability replica to availability group '%s'. The operation"
          + " encountered SQL Server error %s and has been rolled back. Check the SQL Server error"
          + " log for more details. When the cause of the error has been resolved, retry the ALTER"
          + " AVAILABILITY GROUP JOIN command."),
  NO_CONFIGURATION(
      47106,
      16,
      3,
      "Cannot join availability group '%s'. Download configuration timeout. Please check primary"
          + " configuration, network connectivity and firewall setup, then retry the operation."),
  NO_CLUSTER_FAILOVER(
      47122,
      16,
      "Cannot failover an availability replica for availability group '%s' since it has"
          + " CLUSTER_TYPE = NONE. Only force failover is supported in this version of SQL"
          + " Server.");

  private final Published published;

  GroupMessage(int number, int severity, String text) {
    this(number, severity, 1, text);
  }

  GroupMessage(int number, int severity, int state, String text) {
    this.published = new Published(number, severity, state, text);
  }

  @Override
  public Published published() {
    return published;
  }
}
