package io.linkfleet.simulator.tsql;

import io.linkfleet.simulator.engine.HostPorts;

/**
 * The messages about keys, certificates, endpoints, databases, backups and availability groups.
 *
 * <p>The text of {@link #ISSUER_TWICE} is documented by a script of the vendor only. The numbers of
 * ISSUER_TWICE, ENDPOINT_CERTIFICATE_KEY, NOT_A_CERTIFICATE_ENDPOINT and COPY_ONLY_DIFFERENTIAL are
 * invented, and so are the texts of the last three.
 */
public enum ObjectMessage implements MessageTemplate {
  // keys and certificates
  MASTER_KEY_EXISTS(
      15578,
      16,
      "There is already a master key in the database. Please drop it before"
          + " performing this statement."),
  NO_MASTER_KEY(15581, 16, "Please create a master key in the database or open the master key in"
      + " the session before performing this operation."),
  MASTER_KEY_IN_USE(15580, 16, "Cannot drop master key because certificate '%s' is encrypted by"
      + " it."),
  CERTIFICATE_EXISTS(15232, 16, "A certificate with name '%s' already exists or this certificate"
      + " already has been added to the database."),
  BAD_CERTIFICATE(15297, 16, "The certificate, asymmetric key, or private key data is invalid."),
  BAD_CERTIFICATE_FILE(
      15208,
      16,
      "The certificate, asymmetric key, or private key file is not valid"
          + " or does not exist; or you do not have permissions for it."),
  SUBJECT_TOO_LONG(15212, 16, "Invalid certificate subject. The certificate subject must have"
      + " between 1 and %s characters."),
  BAD_CERTIFICATE_DATES(15213, 10, "Warning: The certificate you created has an invalid validity"
      + " period; its expiration date precedes its start date."),
  CERTIFICATE_NOT_YET_VALID(15214, 10, "Warning: The certificate you created is not yet valid; its"
      + " start date is in the future."),
  CERTIFICATE_EXPIRED(15215, 10, "Warning: The certificate you created is expired."),
  CERTIFICATE_IN_USE(15352, 16, "The certificate cannot be dropped because one or more entities are"
      + " either signed or encrypted using it."),
  FILE_EXISTS(15240, 16, "Cannot write into file '%s'. Verify that you have write permissions, that"
      + " the file path is valid, and that the file does not already exist."),
  NO_PRIVATE_KEY(
      15556,
      16,
      "Cannot decrypt or encrypt using the specified %s, either because it has"
          + " no private key or because the password provided for the private key is incorrect."),
  NOT_A_CERTIFICATE_ENDPOINT(15541, 16, "The endpoint is not configured for certificate"
      + " authentication."),
  LOG_FULL(9002, 17, "The transaction log for database '%s' is full due to '%s'."),
  READ_ONLY_DATABASE(3906, 16, "Failed to update database \"%s\" because the database is"
      + " read-only."),
  /** The text is from a script of the vendor; the number is ours, as nobody publishes it. */
  ISSUER_TWICE(50996, 16, "The certificate '%s' has been already added as a trusted issuer for DNS"
      + " name '%s'."),

  // endpoints
  SECOND_ENDPOINT(7862, 16, "An endpoint of the requested type already exists. Only one endpoint of"
      + " this type is supported. Use ALTER ENDPOINT or DROP the existing endpoint and execute the"
      + " CREATE ENDPOINT statement."),
  BINDING_EXISTS(7874, 16, "An endpoint already exists with the bindings specified. Only one"
      + " endpoint supported for a specific binding. Use ALTER ENDPOINT or DROP the existing"
      + " endpoint and execute the CREATE ENDPOINT statement."),
  PORT_TAKEN(9692, 16, HostPorts.TAKEN),
  ENDPOINT_EXISTS(15530, 16, "The endpoint with name \"%s\" already exists."),
  CREDENTIAL_EXISTS(15530, 16, "The credential with name \"%s\" already exists."),
  PORT_RANGE(7810, 15, "The value '%s' is not within range for the '%s' parameter."),
  NOTHING_TO_ALTER(7863, 16, "The endpoint was not changed. The ALTER ENDPOINT statement did not"
      + " contain any values to modify or update."),
  EDITION(7878, 16, "This \"%s ENDPOINT\" statement is not supported on this edition of SQL"
      + " Server."),
  ENDPOINT_CERTIFICATE_KEY(28085, 16, "The certificate '%s' has no private key and cannot be used"
      + " for endpoint authentication."),

  // databases and backups
  DATABASE_EXISTS(1801, 16, "Database '%s' already exists. Choose a different database name."),
  NO_DATABASE_TO_ALTER(
      5011,
      14,
      "User does not have permission to alter database '%s', the database"
          + " does not exist, or the database is not in a state that allows access checks."),
  ALTER_DATABASE_FAILED(5069, 16, "ALTER DATABASE statement failed."),
  CANNOT_DROP(3701, 11, "Cannot drop the %s '%s', because it does not exist or you do not have"
      + " permission."),
  OBJECT_EXISTS(2714, 16, "There is already an object named '%s' in the database."),
  NO_PARAMETERS(8146, 16, "Procedure %s has no parameters and arguments were supplied."),
  DROP_SYSTEM_DATABASE(3708, 16, "Cannot drop the database '%s' because it is a system database."),
  DATABASE_IN_USE(3702, 16, "Cannot drop database \"%s\" because it is currently in use."),
  DROP_MIRRORED(3743, 16, "The database '%s' is enabled for database mirroring. Database mirroring"
      + " must be removed before you drop the database."),
  DROP_IN_GROUP(3752, 16, "The database '%s' is currently joined to an availability group.  Before"
      + " you can drop the database, you need to remove it from the availability group."),
  RECOVERY_IN_GROUP(1468, 16, "The operation cannot be performed on database \"%s\" because it is"
      + " involved in a database mirroring session or an availability group. Some operations are"
      + " not allowed on a database that is participating in a database mirroring session or in an"
      + " availability group."),
  SYSTEM_DATABASE_OPTION(5058, 16, "Option '%s' cannot be set in database '%s'."),
  NO_DATABASE(911, 16, "Database '%s' does not exist. Make sure that the name is entered"
      + " correctly."),
  DATABASE_RESTORING(927, 14, "Database '%s' cannot be opened. It is in the middle of a restore."),
  DATABASE_MIRROR(954, 14, "The database \"%s\" cannot be opened. It is acting as a mirror"
      + " database."),
  DATABASE_OFFLINE(942, 14, "Database '%s' cannot be opened because it is offline."),
  LOG_BACKUP_SIMPLE(4208, 16, "The statement %s is not allowed while the recovery model is SIMPLE."
      + " Use BACKUP DATABASE or change the recovery model using ALTER DATABASE."),
  NO_FULL_BACKUP(4214, 16, "BACKUP LOG cannot be performed because there is no current database"
      + " backup."),
  NO_BASE_BACKUP(
      3035,
      16,
      "Cannot perform a differential backup for database \"%s\", because a current database backup"
          + " does not exist. Perform a full database backup by reissuing BACKUP DATABASE, omitting"
          + " the WITH DIFFERENTIAL option."),
  COPY_ONLY_DIFFERENTIAL(3206, 16, "Backup device '%s' cannot be used: COPY_ONLY and DIFFERENTIAL"
      + " exclude each other."),
  BACKUP_TEMPDB(3147, 16, "Backup and restore operations are not allowed on database tempdb."),
  NO_DEVICE(3201, 16, "Cannot open backup device '%s'. Operating system error 3(The system cannot"
      + " find the path specified.)."),
  BACKUP_FAILED(3013, 16, "BACKUP %s is terminating abnormally."),
  BACKUP_FILE_DONE(4035, 0, "Processed %s pages for database '%s', file '%s' on file %s."),
  BACKUP_DONE(3014, 0, "BACKUP %s successfully processed %s pages in %d.%03d seconds (%d.%03d"
      + " MB/sec)."),
  BACKUP_PERCENT(3211, 0, "%s percent processed."),
  IN_TRANSACTION(226, 16, "%s statement not allowed within multi-statement transaction."),
  IN_USER_TRANSACTION(574, 16, "%s statement cannot be used inside a user transaction."),
  BACKUP_IN_TRANSACTION(3021, 16, "Cannot perform a backup or restore operation within a"
      + " transaction."),

  // availability groups
  HADR_DISABLED(35221, 16, "Could not process the operation. Always On Availability Groups replica"
      + " manager is disabled on this instance of SQL Server. Enable Always On Availability Groups,"
      + " by using the SQL Server Configuration Manager. Then, restart the SQL Server service, and"
      + " retry the currently operation. For information about how to enable and disable Always On"
      + " Availability Groups, see SQL Server Books Online."),
  GROUP_NOT_IN_MASTER(35208, 16, "Availability-group DDL operations are permitted only when you are"
      + " using the master database. Run the USE MASTER command, and retry your availability-group"
      + " DDL command."),
  NO_LOCAL_REPLICA(35237, 16, "None of the specified replicas for availability group %s maps to the"
      + " instance of SQL Server to which you are connected. Reenter the command, specifying this"
      + " server instance to host one of the replicas. This replica will be the initial primary"
      + " replica."),
  BAD_ENDPOINT_URL(35232, 16, "The specified endpoint URL '%s' is invalid. Reenter the command"
      + " specifying the correct URL. For information about specifying the endpoint URL for an"
      + " availability replica, see SQL Server Books Online."),
  NO_ENDPOINT_URL(35236, 15, "The endpoint URL was not specified for the availability replica"
      + " hosted by server instance '%s'. Reenter the command, specifying the endpoint URL of this"
      + " instance of SQL Server."),
  NO_FAILOVER_MODE(41197, 15, "The FAILOVER_MODE option has not been specified for replica '%s'."
      + " Reenter the command, specifying a failover mode for the replica."),
  NO_AVAILABILITY_MODE(41198, 15, "The AVAILABILITY_MODE option has not been specified for replica"
      + " '%s'. Reenter the command, specifying an availability mode for the replica."),
  SESSION_TIMEOUT_LOW(
      35214,
      16,
      "The %s operation failed for availability replica '%s'. The minimum value for session timeout"
          + " is %s. Retry the operation specifying a valid session-timeout value."),
  ASYNC_AUTOMATIC(
      35211,
      16,
      "The %s operation is not allowed. The operation attempted to change the configuration of"
          + " availability replica '%s' to the asynchronous-commit availability mode with automatic"
          + " failover, which is an invalid configuration. Either change the failover mode to"
          + " manual or the availability mode to synchronous commit, and retry the operation."),
  GROUP_NO_DATABASE(35238, 16, "Database '%s' cannot be added to availability group '%s'. The"
      + " database does not exist on this SQL Server instance. Verify that the database name is"
      + " correct, then retry the operation."),
  GROUP_SYSTEM_DATABASE(35249, 16, "An attempt to add or join a system database, '%s', to an"
      + " availability group failed. Specify only user databases for this operation."),
  GROUP_DATABASE_TWICE(35234, 16, "Database name '%s' was specified more than once. Reenter the"
      + " command, specifying each database name only once."),
  GROUP_DATABASE_TAKEN(35244, 16, "Database '%s' cannot be added to availability group '%s'. The"
      + " database is currently joined to another availability group. Verify that the database name"
      + " is correct and that the database is not joined to an availability group, then retry the"
      + " operation."),
  DATABASE_NOT_FULL(1465, 16, "Database \"%s\" database is not in full recovery mode on each of the"
      + " server instances. The full recovery model is required for a database to participate in"
      + " database mirroring or in an availability group."),
  DATABASE_NO_CHAIN(1475, 16, "Database \"%s\" might contain bulk logged changes that have not been"
      + " backed up. Take a log backup on the principal database or primary database. Then restore"
      + " this backup either on the mirror database to enable database mirroring or on every"
      + " secondary database to enable you to join it to the availability group."),
  DATABASE_READ_ONLY(
      1466,
      16,
      "Database \"%s\" is read-only on one of the server instances which is incompatible with"
          + " participating in database mirroring or in an availability group. Set the database to"
          + " read-write mode, and retry the operation."),
  DATABASE_SINGLE_USER(1488, 16, "Database \"%s\" database is in single user mode which is"
      + " incompatible with participating in database mirroring or in an availability group. Set"
      + " database to multi-user mode, and retry the operation."),
  DATABASE_AUTO_CLOSE(1469, 16, "Database \"%s\" is in auto-close mode on one of the server"
      + " instances, which is incompatible with participating in database mirroring or in an"
      + " availability group."),
  GROUP_EXISTS(
      41042,
      16,
      "The availability group '%s' already exists. This error could be caused by a previous failed"
          + " CREATE AVAILABILITY GROUP or DROP AVAILABILITY GROUP operation. If the availability"
          + " group name you specified is correct, try dropping the availability group and then"
          + " retry CREATE AVAILABILITY GROUP operation."),
  REPLICA_TWICE(
      35235,
      16,
      "The system name '%s' was specified more than once in the REPLICA ON clause of this command."
          + " Reenter the command, specifying a different instance of SQL Server for each"
          + " replica."),
  CREATE_GROUP_FAILED(
      41152,
      16,
      "Failed to create availability group '%s'. The operation encountered SQL Server error %s and"
          + " has been rolled back. Check the SQL Server error log for more details. When the cause"
          + " of the error has been resolved, retry CREATE AVAILABILITY GROUP command."),
  NOT_IN_GROUP(
      35242,
      16,
      "Cannot complete this ALTER DATABASE <database-name> SET HADR operation on database '%s'. The"
          + " database is not joined to an availability group. After the database has joined the"
          + " availability group, retry the command."),
  REMOVE_NOT_IN_GROUP(35281, 16, "Database '%s' cannot be removed from availability group '%s'. The"
      + " database is not joined to the specified availability group. Verify that the database name"
      + " and the availability group name are correct, then retry the operation."),
  NO_REPLICA(35210, 16, "Failed to modify options for availability replica '%s' in availability"
      + " group '%s'. The specified availability group does not contain an availability replica"
      + " with specified name. Verify that availability group name and availability replica name"
      + " are correct, then retry the operation."),
  NOT_PRIMARY(
      41140,
      16,
      "Availability group '%s' cannot process the ALTER AVAILABILITY GROUP command, because the"
          + " local availability replica is not the primary replica. Connect to the server instance"
          + " that is currently hosting the primary replica of this availability group, and rerun"
          + " the command."),
  CHAIN_INVALID(50997, 16, "The chain of the certificate '%s' is not valid: %s (simulated; what a"
      + " real server says is not known)."),
  ALREADY_PRIMARY(
      41122,
      16,
      "Cannot failover availability group '%s' to this instance of SQL Server. The local"
          + " availability replica is already the primary replica of the availability group. To"
          + " failover this availability group to another instance of SQL Server, run the failover"
          + " command on that instance of SQL Server. If local instance of SQL Server is intended"
          + " to host the primary replica of the availability group, then no action is required."),
  GROUP_SECONDARY(
      976,
      14,
      "The target database, '%s', is participating in an availability group and is currently not"
          + " accessible for queries. Either data movement is suspended or the availability replica"
          + " is not enabled for read access. To allow read-only access to this and other databases"
          + " in the availability group, enable read access to one or more secondary availability"
          + " replicas in the group.  For more information, see the ALTER AVAILABILITY GROUP"
          + " statement in SQL Server Books Online."),
  BACKUP_ON_SECONDARY(3059, 16, "This BACKUP or RESTORE command is not supported on a database"
      + " mirror or secondary replica."),

  // managed instances
  NOT_ON_INSTANCE(41906, 16, "Statement '%s' is not supported in SQL Database Managed Instance."),
  INSTANCE_BACKUP(41904, 16, "BACKUP DATABASE failed. SQL Database Managed Instance supports only"
      + " COPY_ONLY full database backups which are initiated by user."),

  FAILOVER_NOT_READY(41142, 16, "The availability replica for availability group '%s' on this"
      + " instance of SQL Server cannot become the primary replica. One or more databases are not"
      + " synchronized or have not joined the availability group. If the availability replica uses"
      + " the asynchronous-commit mode, consider performing a forced manual failover (with possible"
      + " data loss). Otherwise, once all local secondary databases are joined and synchronized,"
      + " you can perform a planned manual failover to this secondary replica (without data"
      + " loss). For more information, see SQL Server Books Online.");

  private final Published published;

  ObjectMessage(int number, int severity, String text) {
    this.published = new Published(number, severity, 1, text);
  }

  @Override
  public Published published() {
    return published;
  }
}
