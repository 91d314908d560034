package io.linkfleet.simulator.network;

/** Owns the errors with which Azure reports a link that cannot be made: number, state and text. */
public enum LinkError {
  NOT_STARTED(
      41962,
      Phase.INIT,
      """
      Operation was aborted as replication to Azure SQL Managed Instance did not start within \
      %3$s minutes since it was initiated. Please verify the network connectivity and firewall \
      rules are configured according to the guidelines described at \
      https://aka.ms/mi-link-troubleshooting, and retry the operation."""),
  SERVER_CERTIFICATE_NOT_ON_INSTANCE(
      41973,
      Phase.INIT,
      """
      The link cannot be established because the endpoint certificate from SQL Server has not \
      been imported to Azure SQL Managed Instance. Please import the endpoint certificate from \
      SQL Server to Managed Instance, and retry the link creation again. Please see online \
      documentation for Managed Instance link for more information."""),
  INSTANCE_CERTIFICATE_NOT_ON_SERVER(
      41974,
      Phase.INIT,
      """
      The link cannot be established because the endpoint certificate from SQL Azure SQL Managed \
      Instance has not been imported to SQL Server. Please download the endpoint certificate from \
      Managed Instance and import it to SQL Server, and retry the link creation again. Please see \
      online documentation for Managed Instance link for more information."""),
  GROUP_NOT_RESPONDING(
      41976,
      Phase.INIT,
      """
      Connection with availability group '%1$s' on the server with endpoint '%2$s' cannot be \
      established as it is not responding. Possible causes could be nonexistence of availability \
      group or distributed availability group on the partner server, incorrectly specified names \
      or configuration parameters. Please check the log file on the partner server for the exact \
      error cause."""),
  DATABASE_NOT_RESPONDING(
      41977,
      Phase.CREATION,
      """
      Connection with availability group '%1$s' on the server with endpoint '%2$s' is \
      established, but there is no response from the target database. Possible causes could be \
      errors with creating a database on the partner server, incorrectly specified names or \
      configuration parameters. Please check the log file on the partner server for the exact \
      error cause."""),
  CONNECTION_FAILED(
      41986,
      Phase.INIT,
      """
      Azure SQL Managed Instance link creation failed because either connection to SQL Server \
      failed, or the server did not respond after a prolonged period of time. Verify the network \
      connectivity and firewall rules between SQL Server and Managed Instance are properly \
      configured and retry again."""),
  NOT_RECOVERED_FAR_ENOUGH(
      1408,
      Phase.CREATION,
      """
      The remote copy of database "%4$s" is not recovered far enough to enable database mirroring \
      or to join it to the availability group. You need to apply missing log records to the \
      remote database by restoring the current log backups from the principal/primary database."""),
  LOG_TRUNCATED(
      1412,
      Phase.CREATION,
      """
      The remote copy of database "%4$s" has not been rolled forward to a point in time that is \
      encompassed in the local copy of the database log.""");

  /** The two ways in which Azure says that a link has failed. */
  public enum Phase {
    INIT("LinkInitError"),
    CREATION("LinkCreationError");

    final String state;

    Phase(String state) {
      this.state = state;
    }
  }

  public final int number;
  public final Phase phase;
  private final String template;

  LinkError(int number, Phase phase, String template) {
    this.number = number;
    this.phase = phase;
    this.template = template;
  }

  /** The link state that goes with it. */
  public String state() {
    return phase.state;
  }

  /** The published message with its places filled in. */
  public String text(String group, String endpoint, long minutes, String database) {
    return String.format(template, group, endpoint, minutes, database);
  }
}
