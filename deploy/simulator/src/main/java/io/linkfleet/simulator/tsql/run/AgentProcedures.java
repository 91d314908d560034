package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.Agent;
import io.linkfleet.simulator.session.SqlMessage;
import io.linkfleet.simulator.tsql.AgentMessage;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.TsqlError;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The procedures of msdb that make, change, start and delete a job of SQL Server Agent, as far as
 * the documented network test of the link needs them. A job's steps are PowerShell and ask for a
 * port ({@link ConnectionTest}); any other step is not simulated, and no job has a schedule.
 */
final class AgentProcedures {
  private static final String DESCRIPTION = "No description available.";
  private static final String STOPPED =
      "SQLServerAgent is not currently running so it cannot be notified of this action.";

  /** In the documented order. */
  static final Map<String, List<String>> PARAMETERS =
      Map.of(
          "sp_add_job",
          List.of("@job_name", "@enabled", "@description", "@start_step_id", "@category_name",
              "@category_id", "@owner_login_name", "@notify_level_eventlog", "@notify_level_email",
              "@notify_level_netsend", "@notify_level_page", "@notify_email_operator_name",
              "@notify_netsend_operator_name", "@notify_page_operator_name", "@delete_level",
              "@job_id"),
          "sp_add_jobstep",
          List.of("@job_id", "@job_name", "@step_id", "@step_name", "@subsystem", "@command",
              "@additional_parameters", "@cmdexec_success_code", "@on_success_action",
              "@on_success_step_id", "@on_fail_action", "@on_fail_step_id", "@server",
              "@database_name", "@database_user_name", "@retry_attempts", "@retry_interval",
              "@os_run_priority", "@output_file_name", "@flags", "@proxy_id", "@proxy_name"),
          "sp_add_jobserver", List.of("@job_id", "@job_name", "@server_name"),
          "sp_update_job",
          List.of("@job_id", "@job_name", "@new_name", "@enabled", "@description",
              "@start_step_id"),
          "sp_start_job",
          List.of("@job_name", "@job_id", "@error_flag", "@server_name", "@step_name",
              "@output_flag"),
          "sp_delete_job",
          List.of("@job_id", "@job_name", "@originating_server", "@delete_history",
              "@delete_unused_schedule"));

  private final Map<String, Object> given;
  private final Work work;
  private final Agent agent;

  private AgentProcedures(Map<String, Object> given, Work work) {
    this.given = given;
    this.work = work;
    this.agent = work.server.agent();
  }

  static Procedures.Answer run(String name, Map<String, Object> given, Work work) {
    if (!Access.has(work.login)) {
      throw Message.OBJECT_DENIED.error("EXECUTE", name, "msdb", "dbo");
    }
    var call = new AgentProcedures(given, work);
    switch (name) {
      case "sp_add_job" -> {
        return new Procedures.Answer(null, 0, Map.of("@job_id", call.addJob().id));
      }
      case "sp_add_jobstep" -> call.addStep();
      case "sp_add_jobserver" -> call.addServer();
      case "sp_update_job" -> call.update();
      case "sp_start_job" -> call.start();
      default -> call.delete();
    }
    return Procedures.Answer.of(0);
  }

  private Agent.Job addJob() {
    String name = text("@job_name");
    if (name == null) {
      throw Message.MISSING_PARAMETER.error("sp_add_job", "@job_name");
    }
    refuse("@category_name", "[Uncategorized (Local)]");
    refuse("@category_id", "0");
    for (String level : List.of("email", "netsend", "page")) {
      refuse("@notify_level_" + level, "0");
      refuse("@notify_" + level + "_operator_name");
    }
    refuse("@delete_level", "0");
    if (agent.named(name).isPresent()) {
      throw AgentMessage.EXISTS.error("@name", name);
    }
    var job = new Agent.Job();
    job.name = name;
    job.enabled = number("@enabled", 1) != 0;
    job.description = given.get("@description") == null ? DESCRIPTION : text("@description");
    job.startStep = number("@start_step_id", 1);
    String owner = text("@owner_login_name");
    job.owner = owner == null ? work.login.name : owner;
    job.created = work.now();
    job.modified = job.created;
    agent.jobs.add(job);
    work.onRollback(() -> agent.jobs.remove(job));
    return job;
  }

  private void addStep() {
    Agent.Job job = job();
    String name = text("@step_name");
    if (name == null) {
      throw Message.MISSING_PARAMETER.error("sp_add_jobstep", "@step_name");
    }
    if (job.steps.stream().anyMatch(step -> step.name.equalsIgnoreCase(name))) {
      throw AgentMessage.EXISTS.error("@step_name", name);
    }
    int position = job.steps.size() + 1;
    refuse("@step_id", String.valueOf(position));
    refuse("@additional_parameters");
    refuse("@server");
    refuse("@database_user_name");
    refuse("@retry_attempts", "0");
    refuse("@output_file_name");
    refuse("@proxy_id");
    refuse("@proxy_name");
    var step = new Agent.Step();
    step.name = name;
    step.subsystem = given.get("@subsystem") == null ? "TSQL" : text("@subsystem");
    step.command = text("@command");
    boolean shell = step.subsystem.equalsIgnoreCase("PowerShell");
    if (!shell || ConnectionTest.of(step.command).isEmpty()) {
      throw Message.NOT_SIMULATED.error(
          "a job step that is not PowerShell with tnc NAME -port NUMBER");
    }
    step.subsystem = "PowerShell";
    step.database = text("@database_name");
    step.flags = number("@flags", 0);
    step.successCode = number("@cmdexec_success_code", 0);
    step.onSuccess = number("@on_success_action", 1);
    step.onSuccessStep = number("@on_success_step_id", 0);
    step.onFail = number("@on_fail_action", 2);
    step.onFailStep = number("@on_fail_step_id", 0);
    step.runPriority = number("@os_run_priority", 0);
    job.steps.add(step);
    changed(job);
    work.onRollback(() -> job.steps.remove(step));
  }

  private void addServer() {
    Agent.Job job = job();
    refuse("@server_name", "(local)", work.server.name(), "(LOCAL)");
    if (job.targeted) {
      throw AgentMessage.TARGETED.error(job.name, work.server.name());
    }
    job.targeted = true;
    work.onRollback(() -> job.targeted = false);
    if (!work.server.agentRuns) {
      // users see the text, and that the procedure succeeds; that it is no error is inferred
      work.tell(new SqlMessage(AgentMessage.SERVICE.number(), 0, 1, STOPPED, "", 0));
    }
  }

  private void update() {
    Agent.Job job = job();
    String name = text("@new_name");
    if (name != null && agent.named(name).filter(other -> other != job).isPresent()) {
      throw AgentMessage.EXISTS.error("@name", name);
    }
    job.name = name == null ? job.name : name;
    job.enabled = number("@enabled", job.enabled ? 1 : 0) != 0;
    job.description = given.get("@description") == null ? job.description : text("@description");
    job.startStep = number("@start_step_id", job.startStep);
    changed(job);
  }

  private void start() {
    Agent.Job job = job();
    refuse("@server_name", "(local)", work.server.name());
    refuse("@step_name");
    if (!job.targeted) {
      throw AgentMessage.NO_TARGET.error(job.name, upper(job.id));
    }
    if (!work.server.agentRuns) {
      throw AgentMessage.SERVICE.error(STOPPED);
    }
    if (job.isRunning(work.now())) {
      throw refused(job, "the job is already running from a request by User " + work.login.name);
    }
    if (job.startStep > job.steps.size()) {
      throw Message.NOT_SIMULATED.error("a job without the step that it begins with");
    }
    JobRun.of(job, agent, work);
    if (number("@output_flag", 1) != 0) {
      work.tell(AgentMessage.STARTED.with(job.name));
    }
  }

  private TsqlError refused(Agent.Job job, String why) {
    return AgentMessage.SERVICE.error(
        "SQLServerAgent Error: Request to run job " + job.name + " (from User " + work.login.name
            + ") refused because " + why + ".");
  }

  private void delete() {
    Agent.Job job = job();
    agent.jobs.remove(job);
    work.onRollback(() -> agent.jobs.add(job));
  }

  private void changed(Agent.Job job) {
    job.modified = work.now();
    job.version++;
  }

  /** By id or by name, never by both or by neither. */
  private Agent.Job job() {
    Object id = given.get("@job_id");
    String name = text("@job_name");
    if ((id == null) == (name == null)) {
      throw AgentMessage.WHICH_JOB.error("@job_id", "@job_name");
    }
    if (id == null) {
      return agent.named(name)
          .orElseThrow(() -> AgentMessage.MISSING.error("@job_name", name));
    }
    UUID wanted = (UUID) Convert.to(id, DataType.GUID, 0);
    return agent.withId(wanted)
        .orElseThrow(() -> AgentMessage.MISSING.error("@job_id", upper(wanted)));
  }

  private static String upper(UUID id) {
    return Convert.text(id);
  }

  private String text(String parameter) {
    Object value = given.get(parameter);
    return value == null ? null : Convert.text(value);
  }

  private int number(String parameter, int otherwise) {
    Object value = given.get(parameter);
    return value == null ? otherwise : (Integer) Convert.to(value, DataType.INT, 0);
  }

  /** A parameter that would change what happens, in a way that is not modelled. */
  private void refuse(String parameter, String... but) {
    String value = text(parameter);
    if (value != null && !List.of(but).contains(value)) {
      throw Message.NOT_SIMULATED.error(parameter + " of a job");
    }
  }
}
