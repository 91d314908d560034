package io.linkfleet.simulator.tsql;

/**
 * The messages about the language itself, logins and permissions; see {@link ObjectMessage} for the
 * others and {@link MessageTemplate} for where they come from.
 */
public enum Message implements MessageTemplate {
  // language
  SYNTAX(102, 15, "Incorrect syntax near '%s'."),
  SYNTAX_KEYWORD(156, 15, "Incorrect syntax near the keyword '%s'."),
  NAME_TOO_LONG(
      103, 15, "The identifier that starts with '%s' is too long. Maximum length is 128."),
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
  OVER_MISSING(10753, 15, "The function '%s' must have an OVER clause."),
  OVER_ORDER(4112, 16, "The function '%s' must have an OVER clause with ORDER BY."),
  OVER_PLACE(4108, 15, "Windowed functions can only appear in the SELECT or ORDER BY clauses."),
  STRING_AGG_LIMIT(9829, 16, "STRING_AGG aggregation result exceeded the limit of 8000 bytes. Use"
      + " LOB types to avoid result truncation."),
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
  MONEY_CONVERSION(235, 16, "Cannot convert a char value to money. The char value has incorrect"
      + " syntax."),
  COLUMN_TWICE(8156, 16, "The column '%s' was specified multiple times for '%s'."),
  NO_TRANSACTION_NAME(6401, 16, "Cannot roll back %s. No transaction or savepoint of that name was"
      + " found."),
  NULL_COALESCE(4127, 16, "At least one of the arguments to COALESCE must be an expression that is"
      + " not the NULL constant."),
  NULL_NULLIF(4151, 16, "The type of the first argument to NULLIF cannot be the NULL constant"
      + " because the type of the first argument has to be known."),
  NULL_CASE(8133, 16, "At least one of the result expressions in a CASE specification must be an"
      + " expression other than the NULL constant."),
  NULL_ELIMINATED(8153, 0, "Warning: Null value is eliminated by an aggregate or other SET"
      + " operation."),
  DATE_RANGE(242, 16, 3, "The conversion of a %s data type to a %s data type resulted in"
      + " an out-of-range value."),
  OLD_LONG_VARIABLE(2739, 16, "The text, ntext, and image data types are invalid for local"
      + " variables."),
  SIZE(131, 15, "The size (%s) given to the type '%s' exceeds the maximum allowed for any data type"
      + " (8000)."),
  NATIONAL_SIZE(2717, 16, "The size (%s) given to the type '%s' exceeds the maximum allowed"
      + " (4000)."),
  BAD_SCALE(1002, 15, "Line %s: Specified scale %s is invalid."),
  NO_LINKED_SERVER(7202, 11, 2, "Could not find server '%s' in sys.servers. Verify that the correct"
      + " server name was specified. If necessary, execute the stored procedure"
      + " sp_addlinkedserver to add the server to sys.servers."),
  WHOLE_OVERFLOW(220, 16, "Arithmetic overflow error for data type %s, value = %s."),
  TINY_OVERFLOW(220, 16, 2, "Arithmetic overflow error for data type %s, value = %s."),
  FLOAT_OVERFLOW(232, 16, "Arithmetic overflow error for type %s, value = %s."),
  TEXT_OVERFLOW(244, 16, "The conversion of the %s value '%s' overflowed an %s column. Use a larger"
      + " integer column."),
  INT_OVERFLOW(248, 16, "The conversion of the %s value '%s' overflowed an int column."),
  BAD_STYLE(281, 16, "%s is not a valid style number when converting from %s to a character"
      + " string."),
  NUMERIC_OVERFLOW(8115, 16, 8, "Arithmetic overflow error converting %s to data type numeric."),
  OVERFLOW(8115, 16, 2, "Arithmetic overflow error converting expression to data type %s."),
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
  NAME_THE_REST(119, 15, "Must pass parameter number %s and subsequent parameters as '@name ="
      + " value'. After the form '@name = value' has been used, all subsequent parameters must be"
      + " passed in the form '@name = value'."),
  PARAMETER_TWICE(8143, 16, "Parameter '%s' was supplied multiple times."),
  NOT_AN_OUTPUT(8162, 16, 2, "The formal parameter \"%s\" was not declared as an OUTPUT parameter,"
      + " but the actual parameter passed in requested output."),
  TOO_MANY_ARGUMENTS(8144, 16, "Procedure or function %s has too many arguments specified."),
  TOO_MANY_ROWS(10738, 15, "The number of row value expressions in the INSERT statement exceeds the"
      + " maximum allowed number of 1000 row values."),
  NESTING(217, 16, "Maximum stored procedure, function, trigger, or view nesting level exceeded"
      + " (limit 32)."),
  BARE_THROW(10704, 15, "To rethrow an error, a THROW statement must be used inside a CATCH block."
      + " Insert the THROW statement inside a CATCH block, or add error parameters to the THROW"
      + " statement."),
  THROW_NUMBER(35100, 16, "Error number %s in the THROW statement is outside the valid range."
      + " Specify an error number in the valid range of 50000 to 2147483647."),
  PARAMETER_NOT_SUPPLIED(8178, 16, "The parameterized query expects the parameter '%s', which was"
      + " not supplied."),
  FIRST_OF_BATCH(111, 15, "'%s' must be the first statement in a query batch."),
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
  HIGH_SEVERITY(
      2754,
      16,
      "Error severity levels greater than 18 can only be specified by members of"
          + " the sysadmin role, using the WITH LOG option."),
  DATABASE_CHANGED(5701, 0, "Changed database context to '%s'."),
  STACK_LIMIT(
      8631,
      17,
      "Internal error: Server stack limit has been reached. Please look for potentially deep nesting"
          + " in your query, and try to simplify it."),
  /** Ours: a mistake of the simulator, told to the client rather than hidden. */
  OUR_MISTAKE(50998, 16, "The simulated SQL Server failed at this statement: %s"),
  /** Ours, so that nothing the simulator lacks can pass for success. */
  NOT_SIMULATED(50999, 16, "Not simulated: %s. The simulated SQL Server does not model this; a real"
      + " one might accept it."),

  NO_CONFIGURATION(15123, 16, "The configuration option '%s' does not exist, or it may be an"
      + " advanced option."),
  MANY_CONFIGURATIONS(15124, 16, "The configuration option '%s' is not unique."),
  BAD_CONFIGURATION(15129, 16, "'%s' is not a valid value for configuration option '%s'."),
  CONFIGURED(15457, 0, "Configuration option '%s' changed from %s to %s. Run the RECONFIGURE"
      + " statement to install."),
  PROCEDURE_IN_TRANSACTION(15002, 16, "The procedure '%s' cannot be executed within a"
      + " transaction."),
  RECONFIGURE_DENIED(5812, 14, "You do not have permission to run the RECONFIGURE statement."),
  ROLE_MEMBERS_ONLY(15003, 16, "Only members of the %s role can execute this stored procedure."),

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
  LOGIN_IN_USE(15434, 16, "Could not drop login '%s' as the user is currently logged in.");

  private final Published published;

  Message(int number, int severity, String text) {
    this(number, severity, 1, text);
  }

  Message(int number, int severity, int state, String text) {
    this.published = new Published(number, severity, state, text);
  }

  @Override
  public Published published() {
    return published;
  }
}
