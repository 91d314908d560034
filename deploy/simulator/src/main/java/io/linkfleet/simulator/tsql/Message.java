package io.linkfleet.simulator.tsql;

import io.linkfleet.simulator.session.SqlMessage;

/**
 * The messages the simulated servers can give: number, severity and text, as in sys.messages.
 *
 * <p>Numbers, severities and texts come from the documentation's tables of messages where it has
 * them. The states were never seen on a real server, except 62 of 2812: they are 1 here. The text
 * of {@link #ISSUER_TWICE} is documented by a script of the vendor only. The numbers of
 * ISSUER_TWICE, ENDPOINT_CERTIFICATE_KEY, NOT_A_CERTIFICATE_ENDPOINT and COPY_ONLY_DIFFERENTIAL are
 * invented, and so are the texts of the last three.
 */
public enum Message {
  // language
  SYNTAX(102, 15, "Incorrect syntax near '%s'."),
  SYNTAX_KEYWORD(156, 15, "Incorrect syntax near the keyword '%s'."),
  NAME_TOO_LONG(103, 15, "The identifier that starts with '%s' is too long. Maximum length is 128."),
  UNCLOSED_QUOTE(105, 15, "Unclosed quotation mark after the character string '%s'."),
  UNCLOSED_COMMENT(113, 15, "Missing end comment mark '*/'."),
  EMPTY_NAME(1038, 15, "An object or column name is missing or empty. For SELECT INTO statements,"
      + " verify each column has a name. For other statements, look for empty alias names. Aliases"
      + " defined as \"\" or [] are not allowed. Change the alias to a valid name."),
  NOT_A_CONDITION(4145, 15, "An expression of non-boolean type specified in a context where a"
      + " condition is expected, near '%s'."),
  UNDECLARED(137, 15, "Must declare the scalar variable \"%s\"."),
  DECLARED_TWICE(134, 15, "The variable name '%s' has already been declared. Variable names must be"
      + " unique within a query batch or stored procedure."),
  UNKNOWN_TYPE(2715, 16, "Column, parameter, or variable #%s: Cannot find data type %s."),
  BAD_COLUMN(207, 16, "Invalid column name '%s'."),
  BAD_OBJECT(208, 16, "Invalid object name '%s'."),
  AMBIGUOUS_COLUMN(209, 16, "Ambiguous column name '%s'."),
  UNBOUND_COLUMN(4104, 16, "The multi-part identifier \"%s\" could not be bound."),
  BAD_STAR(107, 15, "The column prefix '%s' does not match with a table name or alias name used in"
      + " the query."),
  SAME_ALIAS(1011, 15, "The correlation name '%s' is specified multiple times in a FROM clause."),
  NOT_GROUPED(8120, 16, "Column '%s' is invalid in the select list because it is not contained in"
      + " either an aggregate function or the GROUP BY clause."),
  AGGREGATE_IN_WHERE(147, 15, "An aggregate may not appear in the WHERE clause unless it is in a"
      + " subquery contained in a HAVING clause or a select list, and the column being aggregated"
      + " is an outer reference."),
  UNKNOWN_FUNCTION(195, 15, "'%s' is not a recognized built-in function name."),
  UNKNOWN_GLOBAL(137, 15, "Must declare the scalar variable \"%s\"."),
  ARGUMENT_COUNT(174, 15, "The %s function requires %s argument(s)."),
  UNION_WIDTH(205, 16, "All queries combined using a UNION, INTERSECT or EXCEPT operator must have"
      + " an equal number of expressions in their target lists."),
  ORDER_POSITION(108, 15, "The ORDER BY position number %s is out of range of the number of items"
      + " in the select list."),
  ORDER_DISTINCT(145, 15, "ORDER BY items must appear in the select list if SELECT DISTINCT is"
      + " specified."),
  ONE_COLUMN(116, 16, "Only one expression can be specified in the select list when the subquery is"
      + " not introduced with EXISTS."),
  SUBQUERY_ROWS(512, 16, "Subquery returned more than 1 value. This is not permitted when the"
      + " subquery follows =, !=, <, <= , >, >= or when the subquery is used as an expression."),
  NO_COLUMN_NAME(8155, 16, "No column name was specified for column %s of '%s'."),
  ASSIGN_AND_SELECT(141, 15, "A SELECT statement that assigns a value to a variable must not be"
      + " combined with data-retrieval operations."),
  CONVERSION(245, 16, "Conversion failed when converting the %s value '%s' to data type %s."),
  DATE_CONVERSION(241, 16, "Conversion failed when converting date and/or time from character"
      + " string."),
  GUID_CONVERSION(8169, 16, "Conversion failed when converting from a character string to"
      + " uniqueidentifier."),
  NUMERIC_CONVERSION(8114, 16, "Error converting data type %s to %s."),
  OVERFLOW(8115, 16, "Arithmetic overflow error converting expression to data type %s."),
  IMPLICIT_CONVERSION(257, 16, "Implicit conversion from data type %s to %s is not allowed. Use the"
      + " CONVERT function to run this query."),
  EXPLICIT_CONVERSION(529, 16, "Explicit conversion from data type %s to %s is not allowed."),
  OPERAND_TYPE(8117, 16, "Operand data type %s is invalid for %s operator."),
  OPERAND_CLASH(402, 16, "The data types %s and %s are incompatible in the %s operator."),
  DIVIDE_BY_ZERO(8134, 16, "Divide by zero error encountered."),
  BAD_DATEPART(155, 15, "'%s' is not a recognized %s option."),
  NO_PROCEDURE(2812, 16, 62, "Could not find stored procedure '%s'."),
  UNKNOWN_PARAMETER(8145, 16, "%s is not a parameter for procedure %s."),
  MISSING_PARAMETER(201, 16, "Procedure or function '%s' expects parameter '%s', which was not"
      + " supplied."),
  TOO_MANY_ARGUMENTS(8144, 16, "Procedure or function %s has too many arguments specified."),
  NESTING(217, 16, "Maximum stored procedure, function, trigger, or view nesting level exceeded"
      + " (limit 32)."),
  BARE_THROW(10704, 15, "To rethrow an error, a THROW statement must be used inside a CATCH block."
      + " Insert the THROW statement inside a CATCH block, or add error parameters to the THROW"
      + " statement."),
  THROW_NUMBER(35100, 16, "Error number %s in the THROW statement is outside the valid range."
      + " Specify an error number in the valid range of 50000 to 2147483647."),
  PARAMETER_NOT_SUPPLIED(8178, 16, "The parameterized query expects the parameter '%s', which was"
      + " not supplied."),
  RETURN_VALUE(178, 15, "A RETURN statement with a return value cannot be used in this context."),
  BREAK_OUTSIDE(135, 15, "Cannot use a BREAK statement outside the scope of a WHILE statement."),
  CONTINUE_OUTSIDE(136, 15, "Cannot use a CONTINUE statement outside the scope of a WHILE"
      + " statement."),
  BAD_DELAY(148, 15, "Incorrect time syntax in time string '%s' used with WAITFOR."),
  COMMIT_WITHOUT(3902, 16, "The COMMIT TRANSACTION request has no corresponding BEGIN"
      + " TRANSACTION."),
  ROLLBACK_WITHOUT(3903, 16, "The ROLLBACK TRANSACTION request has no corresponding BEGIN"
      + " TRANSACTION."),
  DOOMED_AT_END(3998, 16, "Uncommittable transaction is detected at the end of the batch. The"
      + " transaction is rolled back."),
  DOOMED(3930, 16, "The current transaction cannot be committed and cannot support operations that"
      + " write to the log file. Roll back the transaction."),
  APPLOCK_NOT_HELD(1223, 16, "Cannot release the application lock (Database Principal: '%s',"
      + " Resource: '%s') because it is not currently held."),
  DBCC_DONE(2528, 0, "DBCC execution completed. If DBCC printed error messages, contact your system"
      + " administrator."),
  DBCC_DENIED(2571, 14, "User '%s' does not have permission to run DBCC %s."),
  NO_USER_MESSAGE(18054, 16, "Error %s, severity %s, state %s was raised, but no message with that"
      + " error number was found in sys.messages. If error is larger than 50000, make sure the"
      + " user-defined message is added using sp_addmessage."),
  HIGH_SEVERITY(2754, 16, "Error severity levels greater than 18 can only be specified by members of"
      + " the sysadmin role, using the WITH LOG option."),
  DATABASE_CHANGED(5701, 0, "Changed database context to '%s'."),
  /** Ours, so that nothing the simulator lacks can pass for success. */
  NOT_SIMULATED(50999, 16, "Not simulated: %s. The simulated SQL Server does not model this; a real"
      + " one might accept it."),

  // login and permission
  LOGIN_FAILED(18456, 14, "Login failed for user '%s'."),
  CANNOT_OPEN_DATABASE(4060, 11, "Cannot open database \"%s\" requested by the login. The login"
      + " failed."),
  NO_USER(916, 14, "The server principal \"%s\" is not able to access the database \"%s\" under the"
      + " current security context."),
  PERMISSION_DENIED(15247, 16, "User does not have permission to perform this action."),
  STATEMENT_DENIED(262, 14, "%s permission denied in database '%s'."),
  OBJECT_DENIED(229, 14, "The %s permission was denied on the object '%s', database '%s', schema"
      + " '%s'."),
  SERVER_STATE_DENIED(300, 14, "%s permission was denied on object 'server', database 'master'."),
  NO_PERMISSION(297, 16, "The user does not have permission to perform this action."),
  MISSING(15151, 16, "Cannot %s the %s '%s', because it does not exist or you do not have"
      + " permission."),
  NOT_IN_MASTER(4621, 16, "Permissions at the server scope can only be granted when the current"
      + " database is master"),
  GRANT_TO_OWNER(15315, 16, "Cannot grant, deny, or revoke permissions to sa, dbo, entity owner,"
      + " information_schema, sys, or yourself."),
  LOGIN_EXISTS(15025, 16, "The server principal '%s' already exists."),
  USER_EXISTS(15023, 16, "User, group, or role '%s' already exists in the current database."),
  NO_LOGIN(15007, 16, "'%s' is not a valid login or you do not have permission."),
  LOGIN_MAPPED(15063, 16, "The login already has an account under a different user name."),
  WEAK_PASSWORD(15118, 16, "Password validation failed. The password does not meet the operating"
      + " system policy requirements because it is not complex enough."),
  SHORT_PASSWORD(15116, 16, "Password validation failed. The password does not meet the operating"
      + " system policy requirements because it is too short."),
  USER_OWNS(15138, 16, "The database principal owns a %s in the database, and cannot be dropped."),
  NO_WINDOWS_NAME(15407, 16, "'%s' is not a valid Windows NT name. Give the complete name:"
      + " <domain\\username>."),
  LOGIN_IN_USE(15434, 16, "Could not drop login '%s' as the user is currently logged in."),

  // keys and certificates
  MASTER_KEY_EXISTS(15578, 16, "There is already a master key in the database. Please drop it before"
      + " performing this statement."),
  NO_MASTER_KEY(15581, 16, "Please create a master key in the database or open the master key in"
      + " the session before performing this operation."),
  MASTER_KEY_IN_USE(15580, 16, "Cannot drop master key because certificate '%s' is encrypted by"
      + " it."),
  CERTIFICATE_EXISTS(15232, 16, "A certificate with name '%s' already exists or this certificate"
      + " already has been added to the database."),
  BAD_CERTIFICATE(15297, 16, "The certificate, asymmetric key, or private key data is invalid."),
  BAD_CERTIFICATE_FILE(15208, 16, "The certificate, asymmetric key, or private key file is not valid"
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
  NO_PRIVATE_KEY(15556, 16, "Cannot decrypt or encrypt using the specified %s, either because it has"
      + " no private key or because the password provided for the private key is incorrect."),
  NOT_A_CERTIFICATE_ENDPOINT(15541, 16, "The endpoint is not configured for certificate"
      + " authentication."),
  ISSUER_TWICE(41950, 16, "The certificate '%s' has been already added as a trusted issuer for DNS"
      + " name '%s'."),

  // endpoints
  SECOND_ENDPOINT(7862, 16, "An endpoint of the requested type already exists. Only one endpoint of"
      + " this type is supported. Use ALTER ENDPOINT or DROP the existing endpoint and execute the"
      + " CREATE ENDPOINT statement."),
  ENDPOINT_EXISTS(15530, 16, "The endpoint with name \"%s\" already exists."),
  PORT_RANGE(7810, 15, "The value '%s' is not within range for the '%s' parameter."),
  NOTHING_TO_ALTER(7863, 16, "The endpoint was not changed. The ALTER ENDPOINT statement did not"
      + " contain any values to modify or update."),
  PORT_BOUND(7874, 16, "An endpoint already exists with the bindings specified. Only one endpoint"
      + " supported for a specific binding. Use ALTER ENDPOINT or DROP the existing endpoint and"
      + " execute the CREATE ENDPOINT statement."),
  EDITION(7878, 16, "This \"%s ENDPOINT\" statement is not supported on this edition of SQL"
      + " Server."),
  ENDPOINT_CERTIFICATE_KEY(28085, 16, "The certificate '%s' has no private key and cannot be used"
      + " for endpoint authentication."),

  // databases and backups
  DATABASE_EXISTS(1801, 16, "Database '%s' already exists. Choose a different database name."),
  NO_DATABASE_TO_ALTER(5011, 14, "User does not have permission to alter database '%s', the database"
      + " does not exist, or the database is not in a state that allows access checks."),
  ALTER_DATABASE_FAILED(5069, 16, "ALTER DATABASE statement failed."),
  NO_DATABASE_TO_DROP(3701, 11, "Cannot drop the database '%s', because it does not exist or you do"
      + " not have permission."),
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
  NO_BASE_BACKUP(3035, 16, "Cannot perform a differential backup for database \"%s\", because a"
      + " current database backup does not exist. Perform a full database backup by reissuing BACKUP"
      + " DATABASE, omitting the WITH DIFFERENTIAL option."),
  COPY_ONLY_DIFFERENTIAL(3206, 16, "Backup device '%s' cannot be used: COPY_ONLY and DIFFERENTIAL"
      + " exclude each other."),
  BACKUP_TEMPDB(3147, 16, "Backup and restore operations are not allowed on database tempdb."),
  NO_DEVICE(3201, 16, "Cannot open backup device '%s'. Operating system error 3(The system cannot"
      + " find the path specified.)."),
  BACKUP_FAILED(3013, 16, "BACKUP %s is terminating abnormally."),
  BACKUP_FILE_DONE(4035, 0, "Processed %s pages for database '%s', file '%s' on file 1."),
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
  NO_ENDPOINT_URL(35236, 15, "The endpoint URL is not specified for the availability replica hosted"
      + " by server instance '%s'. Reenter the command, specifying the endpoint URL of this"
      + " instance of SQL Server."),
  NO_FAILOVER_MODE(41197, 15, "The FAILOVER_MODE option has not been specified for replica '%s'."
      + " Reenter the command, specifying a failover mode for the replica."),
  NO_AVAILABILITY_MODE(41198, 15, "The AVAILABILITY_MODE option has not been specified for replica"
      + " '%s'. Reenter the command, specifying an availability mode for the replica."),
  SESSION_TIMEOUT_LOW(35214, 16, "The %s operation failed for availability replica '%s'. The minimum"
      + " value for session timeout is %s. Retry the operation specifying a valid session-timeout"
      + " value."),
  ASYNC_AUTOMATIC(35211, 16, "The %s operation is not allowed. The operation attempted to change the"
      + " configuration of availability replica '%s' to the asynchronous-commit availability mode"
      + " with automatic failover, which is an invalid configuration. Either change the failover"
      + " mode to manual or the availability mode to synchronous commit, and retry the operation."),
  GROUP_NO_DATABASE(35238, 16, "Database '%s' cannot be added to availability group '%s'. The"
      + " database does not exist on this SQL Server instance. Verify that the database name is"
      + " correct and that the database exists, then retry the operation."),
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
  DATABASE_READ_ONLY(1466, 16, "Database \"%s\" is read-only on one of the server instances which is"
      + " incompatible with participating in database mirroring or in an availability group. Set"
      + " the database to read-write mode, and retry the operation."),
  DATABASE_SINGLE_USER(1488, 16, "Database \"%s\" database is in single user mode which is"
      + " incompatible with participating in database mirroring or in an availability group. Set"
      + " database to multi-user mode, and retry the operation."),
  DATABASE_AUTO_CLOSE(1469, 16, "Database \"%s\" is in auto-close mode on one of the server"
      + " instances, which is incompatible with participating in database mirroring or in an"
      + " availability group."),
  GROUP_EXISTS(41042, 16, "The availability group '%s' already exists. This error could be caused by"
      + " a previous failed CREATE AVAILABILITY GROUP or DROP AVAILABILITY GROUP operation. If the"
      + " availability group name you specified is correct, try dropping the availability group and"
      + " then retry CREATE AVAILABILITY GROUP operation."),
  REPLICA_TWICE(35231, 16, "The specified instance of SQL Server, '%s', is already hosting a replica"
      + " in this availability group. Reenter the command, specifying each instance only once."),
  CREATE_GROUP_FAILED(41152, 16, "Failed to create availability group '%s'. The operation"
      + " encountered SQL Server error %s and has been rolled back. Check the SQL Server error log"
      + " for more details. When the cause of the error has been resolved, retry CREATE AVAILABILITY"
      + " GROUP command."),
  NOT_IN_GROUP(35242, 16, "Cannot complete this ALTER DATABASE <database-name> SET HADR operation on"
      + " database '%s'. The database is not joined to an availability group."),
  REMOVE_NOT_IN_GROUP(35240, 16, "Database '%s' cannot be removed from availability group '%s'. The"
      + " database is not a member of this availability group."),
  NO_REPLICA(35222, 16, "Could not process the operation. Always On Availability Groups does not"
      + " have a replica '%s' in availability group '%s'."),
  NOT_PRIMARY(41140, 16, "Availability group '%s' cannot process the command: this command can be run"
      + " only on the primary replica."),
  BAD_LISTENER_URL(19499, 16, "The specified listener URL '%s' is invalid. Reenter the command"
      + " specifying the correct URL. For information about specifying the listener URL for"
      + " availability group, see SQL Server Books Online."),
  DAG_OPTIONS_MIXED(19497, 16, "Cannot mix DISTRIBUTED with other availability group options for"
      + " availability group '%s'."),
  DAG_MISSING_DISTRIBUTED(19498, 16, "The option DISTRIBUTED is required to create availability group"
      + " '%s' with AVAILABILITY GROUP ON."),
  DAG_NO_LOCAL(19501, 16, "None of the specified availability groups exist locally. Please check your"
      + " DDL and make sure there is one availability group that exists locally."),
  DAG_EXISTS(19509, 16, "Cannot create a distributed availability group with the same name '%s' as an"
      + " existing availability group."),
  DAG_SAME_MEMBERS(19507, 16, "Cannot create a distributed availability group '%s'. An existing"
      + " distributed availability group uses the same availability groups."),
  DAG_TWO_MEMBERS(19502, 16, "Cannot create a distributed availability group '%s'. Exactly two"
      + " different availability groups must be specified."),
  DAG_UNKNOWN(19510, 16, "Cannot find the distributed availability group '%s'. Verify the name and"
      + " retry the command."),
  DAG_WRONG_KIND(19512, 16, "The requested operation does not apply to the availability group '%s',"
      + " which is not a distributed one or is one."),
  DAG_NO_MEMBER(19508, 16, "'%s' participant availability group not found in the specified"
      + " distributed availability group '%s'."),
  FAILOVER_NOT_READY(41142, 16, "The availability replica for availability group '%s' on this"
      + " instance of SQL Server cannot become the primary replica. One or more databases are not"
      + " synchronized or have not joined the availability group.");

  private final int number;
  private final int severity;
  private final int state;
  private final String text;

  Message(int number, int severity, String text) {
    this(number, severity, 1, text);
  }

  Message(int number, int severity, int state, String text) {
    this.number = number;
    this.severity = severity;
    this.state = state;
    this.text = text;
  }

  public int number() {
    return number;
  }

  public int severity() {
    return severity;
  }

  public String template() {
    return text;
  }

  /** The message with its arguments filled in, not yet at a line. */
  public SqlMessage with(Object... arguments) {
    String filled = arguments.length == 0 ? text : String.format(text, arguments);
    return new SqlMessage(number, severity, state, filled, "", 0);
  }

  /** The message as an error that ends its statement. */
  public TsqlError error(Object... arguments) {
    return TsqlError.of(with(arguments));
  }
}
