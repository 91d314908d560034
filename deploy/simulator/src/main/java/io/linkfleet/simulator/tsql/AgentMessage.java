package io.linkfleet.simulator.tsql;

/** Messages of SQL Server Agent's procedures; numbers and texts from the published list. */
public enum AgentMessage implements MessageTemplate {
  STARTED(14243, 0, "Job '%s' started successfully."),
  NO_TARGET(14256, 16, "Cannot start the job \"%s\" (ID %s) because it does not have any job server"
      + " or servers defined. Associate the job with a job server by calling sp_add_jobserver."),
  EXISTS(14261, 16, "The specified %s ('%s') already exists."),
  MISSING(14262, 16, "The specified %s ('%s') does not exist."),
  TARGETED(14269, 16, "Job '%s' is already targeted at server '%s'."),
  WHICH_JOB(14294, 16, "Supply either %s or %s to identify the job."),
  /** The number is that of every error of the service; the texts are those users report. */
  SERVICE(22022, 16, "%s");

  private final Published published;

  AgentMessage(int number, int severity, String text) {
    this.published = new Published(number, severity, 1, text);
  }

  @Override
  public Published published() {
    return published;
  }
}
