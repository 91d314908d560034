package io.linkfleet.simulator.tsql;

/**
 * Owns the messages about distributed availability groups and about links as a server sees them.
 *
 * <p>Numbers, severities and texts are the published ones, except {@link #USED_BY_DISTRIBUTED} and
 * {@link #NOT_FOR_DISTRIBUTED}, which are invented: no source says what a server answers there. The
 * published 19503 is left out: it contradicts the documentation of chained groups.
 */
public enum DistributedMessage implements MessageTemplate {
  OPTIONS_MIXED(
      19497,
      "Conflicting option spec provided. DISTRIBUTED option cannot be combined with any other"
          + " availability group options."),
  MISSING_DISTRIBUTED(
      19498, "To create a distributed availability group, please specify the DISTRIBUTED option."),
  BAD_LISTENER_URL(
      19499,
      "The specified listener URL '%s' is invalid. Reenter the command specifying the correct URL."
          + " For information about specifying the endpoint URL for an availability replica, see"
          + " SQL Server Books Online."),
  NO_LOCAL(
      19501,
      "None of the specified availability groups exist locally. Please check your DDL and make sure"
          + " there is one availability group exist locally."),
  ALREADY_HOSTED(
      19502,
      "Cannot create a distributed availability replica for availability group '%s'. An"
          + " availability replica of the specified availability group already exists on this"
          + " instance of SQL Server. Verify that the specified availability group name is correct"
          + " and unique, then retry the operation. To remove the existing availability replica,"
          + " run DROP AVAILABILITY GROUP command."),
  ONLY_FORCED(
      19504,
      "Cannot failover a distributed availability replica for availability group '%s'. Only force"
          + " failover is supported in this version of SQL Server."),
  SAME_MEMBERS(
      19507,
      "Cannot create a distributed availability replica for availability group '%s'. There is an"
          + " already existing distributed availability group on top of the same replicas."),
  NO_MEMBER(
      19508,
      "'ALTER AVAILABILITY GROUP MODIFY AVAILABILITY GROUP' command failed. Participant"
          + " availability replica '%s' not found in the distributed availability group '%s'."),
  EXISTS(
      19509,
      "Cannot create a distributed availability group '%s'. An availability group with the same"
          + " name already exists."),
  UNKNOWN(
      19510,
      "Distributed availability group '%s' not found. Rerun the command with an existing"
          + " distributed availbility group."),
  JOIN_NOT_EMPTY(
      19511,
      "Cannot join distributed availability group '%s'. The local availability group '%s' contains"
          + " one or more databases. Remove all the databases or create an empty availability group"
          + " to join a distributed availability group."),
  ONLY_DISTRIBUTED(
      19512,
      "The requested operation only applies to distributed availability group, and is not supported"
          + " on the specified availability group '%s'. Please make sure you are specifying the"
          + " correct availability group name."),
  BASIC_MEMBER(
      19513,
      "Cannot create a distributed availability replica for availability group '%s'. Distributed"
          + " availability group cannot be built on top of basic local availability group. Please"
          + " make sure you are specifying the correct local availability group name."),
  LINK_SEEDS_ITSELF(
      47500,
      "Manual seeding is not supported option for secondary AG '%s' configuration when secondary"
          + " participant in distributed availability group is Azure SQL Managed Instance."),
  LINK_BEGINS_ASYNCHRONOUS(
      47501,
      "Synchronous commit is not supported option for the initial secondary AG '%s' configuration"
          + " when secondary participant in distributed availability group is Azure SQL Managed"
          + " Instance."),
  LINK_ONE_DATABASE(
      47502,
      "Cannot create distributed availability group '%s' when local AG '%s' contains more than one"
          + " database in cases when secondary participant is Azure SQL Managed Instance."),
  LINK_HAS_ITS_DATABASE(
      47503,
      "AG '%s' already contains one database and adding more is not supported because AG"
          + " participates in distributed availability group '%s' with secondary on Azure SQL"
          + " Managed Instance."),
  NOT_FOR_DISTRIBUTED(
      50993,
      "The operation does not apply to the distributed availability group '%s' (simulated; what a"
          + " real server says is not known)."),
  USED_BY_DISTRIBUTED(
      50994,
      "Cannot drop availability group '%s' while the distributed availability group '%s' uses it"
          + " (simulated; what a real server says is not known).");

  private final Published published;

  DistributedMessage(int number, String text) {
    this.published = new Published(number, 16, 1, text);
  }

  @Override
  public Published published() {
    return published;
  }
}
