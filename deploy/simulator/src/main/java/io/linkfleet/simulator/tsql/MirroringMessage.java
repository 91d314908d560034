package io.linkfleet.simulator.tsql;

/**
 * The messages about database mirroring.
 *
 * <p>Numbers and texts are the published ones. 1486 is published with severity 10, but clients show
 * it as an error: it is 16 here, which was inferred.
 */
public enum MirroringMessage implements MessageTemplate {
  LACKS_QUORUM(
      955,
      14,
      "Database \"%s\" is enabled for Database Mirroring, but the database lacks quorum: the"
          + " database cannot be opened.  Check the partner and witness connections if"
          + " configured."),
  ALREADY(1405, 16, "The database \"%s\" is already enabled for database mirroring."),
  UNRELATED(
      1407,
      16,
      "The remote copy of database \"%s\" is not related to the local copy of the database."),
  NOT_RECOVERED(
      1408,
      16,
      "The remote copy of database \"%s\" is not recovered far enough to enable database"
          + " mirroring or to join it to the availability group. You need to apply missing log"
          + " records to the remote database by restoring the current log backups from the"
          + " principal/primary database."),
  ALREADY_THERE(
      1410, 16, "The remote copy of database \"%s\" is already enabled for database mirroring."),
  NOT_ROLLED_FORWARD(
      1412,
      16,
      "The remote copy of database \"%s\" has not been rolled forward to a point in time that is"
          + " encompassed in the local copy of the database log."),
  NOT_CONFIGURED(1416, 16, "Database \"%s\" is not configured for database mirroring."),
  NOT_REACHED(
      1418,
      16,
      "The server network address \"%s\" can not be reached or does not exist. Check the network"
          + " address name and that the ports for the local and remote endpoints are operational."),
  CANNOT_OPEN(
      1419,
      16,
      "The remote copy of database \"%s\" cannot be opened. Check the database name and ensure"
          + " that it is in the restoring state, and then reissue the command."),
  NOT_CAUGHT_UP(
      1422,
      16,
      "The mirror server instance is not caught up to the recent changes to database \"%s\"."
          + " Unable to fail over."),
  NOT_INTERCONNECTED(
      1426,
      16,
      "To issue ALTER DATABASE SET WITNESS, all three server instances must be interconnected,"
          + " and the mirror database must be caught up. When these conditions are met, reissue"
          + " the command."),
  NO_WITNESS_ROLE(
      1427,
      16,
      "The server instance '%s' could not act as the witness. The ALTER DATABASE SET WITNESS"
          + " command failed."),
  WITNESS_IS_PARTNER(
      1429,
      16,
      "The witness server instance name must be distinct from both of the server instances that"
          + " manage the database. The ALTER DATABASE SET WITNESS command failed."),
  NOBODY_AVAILABLE(
      1431,
      16,
      "Neither the partner nor the witness server instance for database \"%s\" is available."
          + " Reissue the command when at least one of the instances becomes available."),
  NO_WITNESS(1439, 16, "There is currently no witness associated with database \"%s\"."),
  WITNESS_ALREADY(
      1446, 10, "The \"%s\" server instance is already acting as the witness."),
  NOT_CONNECTED(
      1447,
      16,
      "ALTER DATABASE \"%s\" command cannot be executed until both partner server instances are"
          + " up, running, and connected. Start the partner and reissue the command."),
  NO_COPY(
      1448,
      16,
      "The remote copy of database \"%s\" does not exist. Check the database name and reissue the"
          + " command."),
  BAD_ADDRESS(
      1449, 16, "ALTER DATABASE command failed due to an invalid server connection string."),
  PARTNER_IS_SELF(
      1452,
      16,
      "The partner server instance name must be distinct from the server instance that manages"
          + " the database. The ALTER DATABASE SET PARTNER command failed."),
  CANNOT_FORCE(
      1455,
      16,
      "The database mirroring service cannot be forced for database \"%s\" because the database"
          + " is not in the correct state to become the principal database."),
  NOT_SENT(
      1456,
      16,
      "The ALTER DATABASE command could not be sent to the remote server instance '%s'. The"
          + " database mirroring configuration was not changed. Verify that the server is"
          + " connected, and try again."),
  OTHER_PARTNER_THERE(
      1460,
      16,
      "The database \"%s\" is already configured for database mirroring on the remote server."
          + " Drop database mirroring on the remote server to establish a new partner."),
  EDITION(
      1463,
      16,
      "Database mirroring is not available in the edition of this SQL Server instance. See books"
          + " online for more details on feature support in different SQL Server editions."),
  NOT_RESTORING(
      1464,
      16,
      "Database \"%s\" is not in a recovering state which is required for a mirror database or"
          + " secondary database. The remote database must be restored using WITH NORECOVERY."),
  NOT_PRINCIPAL(
      1470,
      16,
      "The alter database for this partner config values may only be initiated on the current"
          + " principal server for database \"%s\"."),
  EDITION_SAFETY(
      1473,
      16,
      "This SQL Server edition does not allow changing the safety level. ALTER DATABASE command"
          + " failed."),
  TIMEOUT_RANGE(
      1476, 16, "Database mirroring timeout value %s exceeds the maximum value 32767."),
  NOT_SAFE(
      1477,
      16,
      "The database mirroring safety level must be FULL to manually failover database \"%s\"."
          + "  Set safety level to FULL and retry."),
  INSUFFICIENT_LOG(
      1478,
      16,
      "The mirror database, \"%s\", has insufficient transaction log data to preserve the log"
          + " backup chain of the principal database.  This may happen if a log backup from the"
          + " principal database has not been taken or has not been restored on the mirror"
          + " database."),
  NO_TRANSPORT(
      1486, 16, "Database Mirroring Transport is disabled in the endpoint configuration."),
  OLDER_PARTNER(50992, 16, "Database mirroring of '%s' cannot begin, because the server of the"
      + " mirror is of an older version (simulated; what a real server says is not known)."),
  WHILE_RESTORING(
      5052, 16, "ALTER DATABASE is not permitted while a database is in the %s state.");

  private final Published published;

  MirroringMessage(int number, int severity, String text) {
    this.published = new Published(number, severity, 1, text);
  }

  @Override
  public Published published() {
    return published;
  }
}
