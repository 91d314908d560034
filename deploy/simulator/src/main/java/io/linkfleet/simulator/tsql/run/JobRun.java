package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Agent;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.network.PortProbe;
import io.linkfleet.simulator.tsql.catalog.ServerProperties;
import java.time.Duration;
import java.time.Instant;

/**
 * Works out one run of a job: each step asks the network and takes the time of a connection, and
 * its traces show when that time is over. A test of a port that is closed succeeds as a step, as
 * its command ran. The wording of the history is that of users' histories.
 */
final class JobRun {
  private static final int LOG_OVERWRITE = 8;
  private static final int LOG_APPEND = 16;
  private static final int GO_ON = 3;
  private static final int GO_TO = 4;
  private static final int QUIT_FAILED = 2;

  private JobRun() {}

  static void of(Agent.Job job, Agent agent, Work work) {
    Instant requested = work.now();
    Duration length = work.session.world.settings.connectDelay;
    var probe = new PortProbe(work.session.world);
    Instant at = requested;
    int number = job.startStep;
    Agent.Step step;
    boolean succeeded;
    Instant lastAt;
    // every step is run once at most: one that leads back would never end
    int left = job.steps.size();
    int last;
    do {
      step = job.steps.get(number - 1);
      ConnectionTest test = ConnectionTest.of(step.command).orElseThrow();
      String output = test.output(probe.ask(work.server, test.host(), test.port()));
      job.history.add(
          new Agent.Entry(
              agent.nextEntry(), number, step.name, said(output, work.server), at, length));
      lastAt = at;
      at = at.plus(length);
      log(step, output, at, agent);
      last = number;
      succeeded = step.onSuccess != QUIT_FAILED;
      number = step.onSuccess == GO_ON ? number + 1
          : step.onSuccess == GO_TO ? step.onSuccessStep : 0;
    } while (--left > 0 && number > 0 && number <= job.steps.size());
    int entry = agent.nextEntry();
    job.history.add(
        new Agent.Entry(
            entry, 0, "(Job outcome)",
            "The job " + (succeeded ? "succeeded" : "failed") + ".  The Job was invoked by User "
                + work.login.name + ".  The last step to run was step " + last + " (" + step.name
                + ").",
            requested, Duration.between(requested, at)));
    job.run = new Agent.Run(requested, at, last, lastAt, entry);
  }

  private static String said(String output, SqlServer server) {
    String instance = ServerProperties.instanceName(server);
    String user = instance == null ? "SQLSERVERAGENT" : "SQLAgent$" + instance;
    return "Executed as user: NT Service\\" + user + ". " + output.replaceAll("\\R", "  ").strip()
        + ".  Process Exit Code 0.  The step succeeded.";
  }

  private static void log(Agent.Step step, String output, Instant at, Agent agent) {
    boolean append = (step.flags & LOG_APPEND) != 0;
    if (append || (step.flags & LOG_OVERWRITE) != 0) {
      if (!append) {
        step.logs.clear();
      }
      step.logs.add(new Agent.Log(agent.nextLog(), output, at));
    }
  }
}
