package io.linkfleet.simulator.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Owns the jobs of SQL Server Agent on one server and what they have done, under the server's lock.
 * A job that is started is worked out at once; what it did shows as its time comes.
 */
public final class Agent {
  public final List<Job> jobs = new ArrayList<>();
  private int lastEntry;
  private int lastLog;

  /** A job; names and numbers as in msdb.dbo.sysjobs. */
  public static final class Job {
    public final UUID id = UUID.randomUUID();
    public String name;
    public boolean enabled = true;
    public String description;
    public int startStep = 1;
    public String owner;
    public Instant created;
    public Instant modified;
    public int version = 1;
    /** Whether sp_add_jobserver named a server. */
    public boolean targeted;
    public final List<Step> steps = new ArrayList<>();
    /** The oldest first. */
    public final List<Entry> history = new ArrayList<>();
    /** Its latest run, or null. */
    public Run run;

    public boolean isRunning(Instant now) {
      return run != null && now.isBefore(run.ended());
    }
  }

  /** A step; values as in msdb.dbo.sysjobsteps. */
  public static final class Step {
    public final UUID uid = UUID.randomUUID();
    public String name;
    public String subsystem;
    public String command;
    public String database;
    public int flags;
    public int successCode;
    public int onSuccess = 1;
    public int onSuccessStep;
    public int onFail = 2;
    public int onFailStep;
    public int runPriority;
    /** What it wrote into the table of logs, the oldest first. */
    public final List<Log> logs = new ArrayList<>();
  }

  /** The latest run of a job. */
  public record Run(
      Instant requested, Instant ended, int lastStep, Instant lastStepAt, int entry) {}

  /**
   * A row of the history.
   *
   * @param step 0 for the outcome of the job
   */
  public record Entry(
      int id, int step, String name, String message, Instant began, Duration length) {
    public Instant ended() {
      return began.plus(length);
    }
  }

  /** What a step wrote. */
  public record Log(int id, String text, Instant at) {}

  public Optional<Job> named(String name) {
    return jobs.stream().filter(job -> job.name.equalsIgnoreCase(name)).findFirst();
  }

  public Optional<Job> withId(UUID id) {
    return jobs.stream().filter(job -> job.id.equals(id)).findFirst();
  }

  public int nextEntry() {
    return ++lastEntry;
  }

  public int nextLog() {
    return ++lastLog;
  }
}
