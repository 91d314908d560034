package io.linkfleet.simulator.tsql;

/**
 * The messages about the tables that somebody makes, and about their rows. Numbers, severities and
 * texts are as users of real servers know them; they were not compared with the published list.
 */
public enum TableMessage implements MessageTemplate {
  COLUMN_TWICE(2705, 16, "Column names in each table must be unique. Column name '%s' in table '%s'"
      + " is specified more than once."),
  TWO_IDENTITIES(2744, 16, "Multiple identity columns specified for table '%s'. Only one identity"
      + " column per table is allowed."),
  IDENTITY_TYPE(2749, 16, 2, "Identity column '%s' must be of data type int, bigint, smallint,"
      + " tinyint, or decimal or numeric with a scale of 0, unencrypted, and constrained to be"
      + " nonnullable."),
  IDENTITY_NULL(8147, 16, "Could not create IDENTITY attribute on nullable column '%s', table"
      + " '%s'."),
  SECOND_KEY(8110, 16, "Cannot add multiple PRIMARY KEY constraints to table '%s'."),
  NULLABLE_KEY(8111, 16, "Cannot define PRIMARY KEY constraint on nullable column in table '%s'."),
  NO_KEY_COLUMN(1911, 16, "Column name '%s' does not exist in the target table or view."),
  NO_CONSTRAINT(1750, 16, "Could not create constraint or index. See previous errors."),
  NULL_VALUE(515, 16, 2, "Cannot insert the value NULL into column '%s', table '%s'; column does"
      + " not allow nulls. %s fails."),
  DUPLICATE_KEY(2627, 14, "Violation of %s constraint '%s'. Cannot insert duplicate key in object"
      + " '%s'. The duplicate key value is (%s)."),
  TRUNCATED(8152, 16, "String or binary data would be truncated."),
  TRUNCATED_VALUE(2628, 16, "String or binary data would be truncated in table '%s', column '%s'."
      + " Truncated value: '%s'."),
  TERMINATED(3621, 0, 0, "The statement has been terminated."),
  VALUES_OF_TABLE(213, 16, "Column name or number of supplied values does not match table"
      + " definition."),
  FEWER_VALUES(109, 15, "There are more columns in the INSERT statement than values specified in"
      + " the VALUES clause. The number of values in the VALUES clause must match the number of"
      + " columns specified in the INSERT statement."),
  MORE_VALUES(110, 15, "There are fewer columns in the INSERT statement than values specified in"
      + " the VALUES clause. The number of values in the VALUES clause must match the number of"
      + " columns specified in the INSERT statement."),
  FEWER_ITEMS(120, 15, "The select list for the INSERT statement contains fewer items than the"
      + " insert list. The number of SELECT values must match the number of INSERT columns."),
  MORE_ITEMS(121, 15, "The select list for the INSERT statement contains more items than the insert"
      + " list. The number of SELECT values must match the number of INSERT columns."),
  SET_TWICE(264, 16, "The column name '%s' is specified more than once in the SET clause or column"
      + " list of an INSERT. A column cannot be assigned more than one value in the same clause."
      + " Modify the clause to make sure that a column is updated only once. If this statement"
      + " updates or inserts columns into a view, column aliasing can conceal the duplication in"
      + " your code."),
  IDENTITY_VALUE(544, 16, "Cannot insert explicit value for identity column in table '%s' when"
      + " IDENTITY_INSERT is set to OFF."),
  IDENTITY_WITHOUT_LIST(8101, 16, "An explicit value for the identity column in table '%s' can only"
      + " be specified when a column list is used and IDENTITY_INSERT is ON."),
  IDENTITY_UPDATE(8102, 16, "Cannot update identity column '%s'."),
  SYSTEM_CATALOG(259, 16, "Ad hoc updates to system catalogs are not allowed."),
  LOCK_TIMEOUT(1222, 16, "Lock request time out period exceeded.");

  private final Published published;

  TableMessage(int number, int severity, String text) {
    this(number, severity, 1, text);
  }

  TableMessage(int number, int severity, int state, String text) {
    this.published = new Published(number, severity, state, text);
  }

  @Override
  public Published published() {
    return published;
  }
}
