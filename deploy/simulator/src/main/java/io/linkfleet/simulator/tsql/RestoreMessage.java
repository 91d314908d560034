package io.linkfleet.simulator.tsql;

/**
 * The messages about restoring backups.
 *
 * <p>Numbers and texts are the published ones; which of two errors comes first was inferred.
 */
public enum RestoreMessage implements MessageTemplate {
  NOT_FOR_THIS(
      3032,
      16,
      "One or more of the options (%s) are not supported for this statement. Review the"
          + " documentation for supported options."),
  IN_STANDBY(
      3036,
      16,
      "The database \"%s\" is in warm-standby state (set by executing RESTORE WITH STANDBY) and"
          + " cannot be backed up until the entire restore sequence is completed."),
  SERIALIZED(
      3023,
      16,
      "Backup, file manipulation operations (such as ALTER DATABASE ADD FILE) and encryption"
          + " changes on a database must be serialized. Reissue the statement after the current backup or"
          + " file manipulation operation is completed."),
  STOP_TOO_EARLY(
      4338,
      16,
      "The STOPAT clause specifies a point too early to allow this backup set to be restored."
          + " Choose a different stop point or use RESTORE DATABASE WITH RECOVERY to recover at the"
          + " current point."),
  /** The text is the documented one; its number was never seen, so it is ours. */
  STOP_NOT_REACHED(
      50995,
      0,
      "This backup set contains records that were logged before the designated point in time. The"
          + " database is being left in the restoring state so that more roll forward can be"
          + " performed."),
  IN_USE(3101, 16, "Exclusive access could not be obtained because the database is in use."),
  IN_USE_HERE(
      3102,
      16,
      "RESTORE cannot process database '%s' because it is in use by this session. It is"
          + " recommended that the master database be used when performing this operation."),
  JOINED(
      3104,
      16,
      "RESTORE cannot operate on database '%s' because it is configured for database mirroring or"
          + " has joined an availability group. If you intend to restore the database, use ALTER"
          + " DATABASE to remove mirroring or to remove the database from its availability group."),
  NOT_RESTORING(
      3117,
      16,
      "The log or differential backup cannot be restored because no files are ready to"
          + " rollforward."),
  NO_DATABASE(
      3118,
      16,
      "The database \"%s\" does not exist. RESTORE can only create a database when restoring"
          + " either a full backup or a file backup of the primary file."),
  PLANNING(
      3119,
      16,
      "Problems were identified while planning for the RESTORE statement. Previous messages"
          + " provide details."),
  FAMILIES(
      3132,
      16,
      "The media set has %s media families but only %s are provided. All members must be"
          + " provided."),
  DIFFERENTIAL_BASE(
      3136,
      16,
      "This differential backup cannot be restored because the database has not been restored to"
          + " the correct earlier state."),
  RECOVERED(3153, 16, "The database is already fully recovered."),
  OTHER_DATABASE(
      3154,
      16,
      "The backup set holds a backup of a database other than the existing '%s' database."),
  NEEDS_MOVE(
      3156,
      16,
      "File '%s' cannot be restored to '%s'. Use WITH MOVE to identify a valid location for the"
          + " file."),
  TAIL(
      3159,
      16,
      "The tail of the log for the database \"%s\" has not been backed up. Use BACKUP LOG WITH"
          + " NORECOVERY to backup the log if it contains work you do not want to lose. Use the"
          + " WITH REPLACE or WITH STOPAT clause of the RESTORE statement to just overwrite the"
          + " contents of the log."),
  NEWER_SERVER(
      3169,
      16,
      "The database was backed up on a server running version %s. That version is incompatible"
          + " with this server, which is running version %s. Either restore the database on a"
          + " server that supports the backup, or use a backup that is compatible with this"
          + " server."),
  NO_CHECKSUMS(
      3187,
      16,
      "RESTORE WITH CHECKSUM cannot be specified because the backup set does not contain checksum"
          + " information."),
  NO_BLOB(3201, 16, "Cannot open backup device '%s'. Operating system error 50(The request is not"
      + " supported.)."),
  NO_FILE(
      3201,
      16,
      "Cannot open backup device '%s'. Operating system error 2(The system cannot find the file"
          + " specified.)."),
  NO_LOGICAL_FILE(
      3234,
      16,
      "Logical file '%s' is not part of database '%s'. Use RESTORE FILELISTONLY to list the"
          + " logical file names."),
  BAD_MEDIA(
      3241,
      16,
      "The media family on device '%s' is incorrectly formed. SQL Server cannot process this"
          + " media family."),
  NOT_A_LOG(
      3135,
      16,
      "The backup set in file '%s' was created by %s and cannot be used for this restore"
          + " operation."),
  CONFLICT(
      3031,
      16,
      "Option '%s' conflicts with option(s) '%s'. Remove the conflicting option and reissue the"
          + " statement."),
  NO_SET(4038, 16, "Cannot find file ID %s on device '%s'."),
  TOO_RECENT(
      4305,
      16,
      "The log in this backup set begins at LSN %s, which is too recent to apply to the database."
          + " An earlier log backup that includes LSN %s can be restored."),
  TOO_EARLY(
      4326,
      16,
      "The log in this backup set terminates at LSN %s, which is too early to apply to the"
          + " database. A more recent log backup that includes LSN %s can be restored."),
  OTHER_PATH(
      4330,
      16,
      "This backup set cannot be applied because it is on a recovery path that is inconsistent"
          + " with the database. The recovery path is the sequence of data and log backups that"
          + " have brought the database to a particular recovery point. Find a compatible backup"
          + " to restore, or restore the rest of the database to match a recovery point within"
          + " this backup set, which will restore the database to a different point in time.  For"
          + " more information about recovery paths, see SQL Server Books Online."),
  OVERWRITES(
      1834,
      16,
      "The file '%s' cannot be overwritten.  It is being used by database '%s'."),
  FAILED(3013, 16, "%s is terminating abnormally."),
  VALID(3262, 0, "The backup set on file %s is valid."),
  DONE(3014, 0, "RESTORE %s successfully processed %s pages in %d.%03d seconds (%d.%03d MB/sec).");

  private final Published published;

  RestoreMessage(int number, int severity, String text) {
    this.published = new Published(number, severity, 1, text);
  }

  @Override
  public Published published() {
    return published;
  }
}
