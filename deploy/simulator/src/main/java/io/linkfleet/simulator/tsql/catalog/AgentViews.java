package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.Agent;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The tables of msdb on jobs of SQL Server Agent. Reading them needs SELECT there, which only an
 * administrator has here.
 */
final class AgentViews {
  private static final String JOBS =
      """
      name sysname, enabled tinyint, description nvarchar(512), start_step_id int,
      category_id int, owner_sid varbinary(85),
      notify_level_eventlog int, notify_level_email int, notify_level_netsend int,
      notify_level_page int, notify_email_operator_id int, notify_netsend_operator_id int,
      notify_page_operator_id int, delete_level int, date_created datetime,
      date_modified datetime, version_number int
      """;

  static final List<SystemView> VIEWS =
      List.of(
          view(
              "msdb.dbo.sysjobs",
              "job_id uniqueidentifier, originating_server_id int, " + JOBS,
              session -> jobs("sysjobs", session, new Object[] {0}, new Object[0])),
          // as its definition in published copies of msdb has it
          view(
              "msdb.dbo.sysjobs_view",
              "job_id uniqueidentifier, originating_server sysname, " + JOBS
                  + ", originating_server_id int, master_server bit",
              session ->
                  jobs(
                      "sysjobs_view", session, new Object[] {session.server.name()},
                      new Object[] {0, false})),
          view(
              "msdb.dbo.sysjobsteps",
              """
              job_id uniqueidentifier, step_id int, step_name sysname, subsystem nvarchar(40),
              command nvarchar(max), flags int, additional_parameters ntext,
              cmdexec_success_code int, on_success_action tinyint, on_success_step_id int,
              on_fail_action tinyint, on_fail_step_id int, server sysname,
              database_name sysname, database_user_name sysname, retry_attempts int,
              retry_interval int, os_run_priority int, output_file_name nvarchar(200),
              last_run_outcome int, last_run_duration int, last_run_retries int,
              last_run_date int, last_run_time int, proxy_id int, step_uid uniqueidentifier
              """,
              AgentViews::steps),
          view(
              "msdb.dbo.sysjobstepslogs",
              """
              log_id int, log nvarchar(max), date_created datetime, date_modified datetime,
              log_size int, step_uid uniqueidentifier
              """,
              AgentViews::logs),
          view(
              "msdb.dbo.sysjobhistory",
              """
              instance_id int, job_id uniqueidentifier, step_id int, step_name sysname,
              sql_message_id int, sql_severity int, message nvarchar(4000), run_status int,
              run_date int, run_time int, run_duration int, operator_id_emailed int,
              operator_id_netsent int, operator_id_paged int, retries_attempted int,
              server sysname
              """,
              AgentViews::history),
          view(
              "msdb.dbo.sysjobactivity",
              """
              session_id int, job_id uniqueidentifier, run_requested_date datetime,
              run_requested_source sysname, queued_date datetime, start_execution_date datetime,
              last_executed_step_id int, last_executed_step_date datetime,
              stop_execution_date datetime, job_history_id int, next_scheduled_run_date datetime
              """,
              AgentViews::activity));

  private static final String BY_USER = "4";

  private AgentViews() {}

  private static List<Agent.Job> demanded(String table, SessionState session) {
    if (!Access.has(session.login)) {
      throw Message.OBJECT_DENIED.error("SELECT", table, "msdb", "dbo");
    }
    return session.server.agent().jobs;
  }

  private static List<Object[]> jobs(
      String table, SessionState session, Object[] first, Object[] last) {
    var rows = new ArrayList<Object[]>();
    for (Agent.Job job : demanded(table, session)) {
      var row = new ArrayList<Object>();
      row.add(job.id);
      row.addAll(Arrays.asList(first));
      row.addAll(
          Arrays.asList(
              job.name, job.enabled ? 1 : 0, job.description, job.startStep, 0,
              owner(job, session), 2, 0, 0, 0, 0, 0, 0, 0,
              Moments.datetime(job.created), Moments.datetime(job.modified), job.version));
      row.addAll(Arrays.asList(last));
      rows.add(row.toArray());
    }
    return rows;
  }

  /** That the login sa has this identifier is documented, whatever its name. */
  private static byte[] owner(Agent.Job job, SessionState session) {
    byte[] sid = Principals.sidOf(session.server, job.owner);
    return sid == null && job.owner.equalsIgnoreCase("sa") ? new byte[] {1} : sid;
  }

  private static List<Object[]> steps(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (Agent.Job job : demanded("sysjobsteps", session)) {
      for (int i = 0; i < job.steps.size(); i++) {
        Agent.Step s = job.steps.get(i);
        int number = i + 1;
        Agent.Entry last =
            job.history.stream()
                .filter(entry -> entry.step() == number && isOver(entry.ended(), session))
                .reduce((first, second) -> second)
                .orElse(null);
        rows.add(
            row(
                job.id, number, s.name, s.subsystem, s.command, s.flags, null, s.successCode,
                s.onSuccess, s.onSuccessStep, s.onFail, s.onFailStep, null, s.database, null, 0,
                0, s.runPriority, null, last == null ? 0 : 1,
                last == null ? 0 : duration(last.length()), 0,
                last == null ? 0 : date(last.began()), last == null ? 0 : time(last.began()),
                null, s.uid));
      }
    }
    return rows;
  }

  private static List<Object[]> logs(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (Agent.Job job : demanded("sysjobstepslogs", session)) {
      for (Agent.Step step : job.steps) {
        for (Agent.Log log : step.logs) {
          if (isOver(log.at(), session)) {
            var at = Moments.datetime(log.at());
            int bytes = log.text().getBytes(StandardCharsets.UTF_16LE).length;
            rows.add(row(log.id(), log.text(), at, at, bytes, step.uid));
          }
        }
      }
    }
    return rows;
  }

  private static List<Object[]> history(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (Agent.Job job : demanded("sysjobhistory", session)) {
      for (Agent.Entry e : job.history) {
        if (isOver(e.ended(), session)) {
          boolean failed = e.step() == 0 && e.message().startsWith("The job failed");
          rows.add(
              row(
                  e.id(), job.id, e.step(), e.name(), 0, 0, e.message(), failed ? 0 : 1,
                  date(e.began()), time(e.began()), duration(e.length()), 0, 0, 0, 0,
                  session.server.name()));
        }
      }
    }
    return rows;
  }

  private static List<Object[]> activity(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (Agent.Job job : demanded("sysjobactivity", session)) {
      Agent.Run run = job.run;
      if (run == null) {
        continue;
      }
      boolean over = isOver(run.ended(), session);
      rows.add(
          row(
              1, job.id, Moments.datetime(run.requested()), BY_USER, null,
              Moments.datetime(run.requested()), over ? run.lastStep() : null,
              over ? Moments.datetime(run.lastStepAt()) : null,
              over ? Moments.datetime(run.ended()) : null, over ? run.entry() : null, null));
    }
    return rows;
  }

  private static boolean isOver(Instant at, SessionState session) {
    return !session.world.clock.instant().isBefore(at);
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  private static int date(Instant at) {
    LocalDateTime day = utc(at);
    return day.getYear() * 10000 + day.getMonthValue() * 100 + day.getDayOfMonth();
  }

  private static int time(Instant at) {
    LocalDateTime time = utc(at);
    return time.getHour() * 10000 + time.getMinute() * 100 + time.getSecond();
  }

  private static int duration(Duration length) {
    return length.toHoursPart() * 10000 + length.toMinutesPart() * 100 + length.toSecondsPart();
  }
}
