package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs of SQL Server Agent, and the procedures that somebody makes in a database. */
class AgentJobTest {
  private static final String STEP =
      "EXEC msdb.dbo.sp_add_jobstep @job_name = 'J', @step_name = 'S', @subsystem = 'PowerShell',"
          + " @command = 'tnc sql1.corp.local -port 5022 -InformationLevel Quiet'";

  private final TestServer server = new TestServer();

  @BeforeEach
  void agent() {
    server.server.agentRuns = true;
  }

  private List<Integer> errors(String batch) {
    return server.run(batch).errors();
  }

  @Test
  void aJobHasAnIdAndANameOfItsOwn() {
    Answer made =
        server.ok(
            "DECLARE @id binary(16); EXEC msdb.dbo.sp_add_job 'J', @job_id = @id OUTPUT;"
                + " SELECT COUNT(*) FROM msdb.dbo.sysjobs WHERE job_id = @id AND name = 'J'"
                + " AND enabled = 1 AND description = 'No description available.'");
    assertThat(made.value()).isEqualTo(1);

    Answer again = server.run("USE msdb; EXEC sp_add_job @job_name = 'j'");
    assertThat(again.errors()).containsExactly(14261);
    assertThat(again.messages.get(again.messages.size() - 1).text())
        .isEqualTo("The specified @name ('j') already exists.");
    server.ok("USE master");
    assertThat(errors("EXEC sp_add_job @job_name = 'K'")).containsExactly(2812);
    assertThat(errors("EXEC msdb.dbo.sp_delete_job @job_name = 'K'")).containsExactly(14262);
    assertThat(errors("EXEC msdb.dbo.sp_delete_job")).containsExactly(14294);
    server.ok("BEGIN TRAN; EXEC msdb.dbo.sp_delete_job @job_name = 'J'; ROLLBACK");
    assertThat(server.value("COUNT(*) FROM msdb.dbo.sysjobs")).isEqualTo(1);
    server.ok("EXEC msdb.dbo.sp_delete_job @job_name = 'J'");
    assertThat(server.value("COUNT(*) FROM msdb.dbo.sysjobs")).isEqualTo(0);
  }

  @Test
  void whatAStepWouldDoBesidesATestIsNotSimulated() {
    server.ok("EXEC msdb.dbo.sp_add_job 'J'");
    for (String step :
        List.of(
            "@subsystem = 'TSQL', @command = 'SELECT 1'",
            "@command = 'SELECT 1'",
            "@subsystem = 'CmdExec', @command = 'tnc x -port 1 -InformationLevel Quiet'",
            "@subsystem = 'PowerShell', @command = 'Remove-Item C:\\x'",
            "@subsystem = 'PowerShell', @command = 'tnc x -port 1'",
            "@subsystem = 'PowerShell', @command = 'tnc $x -port 1 -InformationLevel Quiet'",
            "@subsystem = 'PowerShell', @retry_attempts = 2,"
                + " @command = 'tnc x -port 1 -InformationLevel Quiet'")) {
      assertThat(errors("EXEC msdb.dbo.sp_add_jobstep @job_name = 'J', @step_name = 'S', " + step))
          .as(step)
          .containsExactly(50999);
    }
    server.ok(STEP);
    assertThat(errors(STEP)).containsExactly(14261);
  }

  @Test
  void aJobNeedsAServerAndRunsOnceAtATime() {
    server.ok("EXEC msdb.dbo.sp_add_job 'J'");
    server.ok(STEP + ", @flags = 8");
    String start = "EXEC msdb.dbo.sp_start_job 'J'";
    assertThat(errors(start)).containsExactly(14256);
    server.ok("EXEC msdb.dbo.sp_add_jobserver @job_name = 'J'");
    assertThat(errors("EXEC msdb.dbo.sp_add_jobserver @job_name = 'J'")).containsExactly(14269);

    server.world.settings.connectDelay = java.time.Duration.ofHours(1);
    assertThat(server.ok(start).messages.get(0).text()).isEqualTo("Job 'J' started successfully.");
    assertThat(errors(start)).containsExactly(22022);
    assertThat(server.value("COUNT(*) FROM msdb.dbo.sysjobhistory")).isEqualTo(0);
    assertThat(server.value("stop_execution_date FROM msdb.dbo.sysjobactivity")).isNull();

    server.world.clock.offset(java.time.Duration.ofHours(2));
    assertThat(server.value("log FROM msdb.dbo.sysjobstepslogs")).isEqualTo("False\r\n");
    assertThat(server.value("run_duration FROM msdb.dbo.sysjobhistory WHERE step_id = 0"))
        .isEqualTo(10000);
    assertThat(server.value("COUNT(stop_execution_date) FROM msdb.dbo.sysjobactivity"))
        .isEqualTo(1);
  }

  @Test
  void nobodyButAnAdministratorSeesOrMakesJobs() {
    var monitor = server.as("monitor");
    assertThat(TestServer.run(monitor, "EXEC msdb.dbo.sp_add_job 'J'").errors())
        .containsExactly(229);
    assertThat(TestServer.run(monitor, "SELECT 1 FROM msdb.dbo.sysjobs").errors())
        .containsExactly(229);
  }

  @Test
  void aProcedureIsMadeCalledChangedAndDropped() {
    server.ok("CREATE PROCEDURE dbo.p AS SELECT 1 AS one RETURN 7");
    assertThat(server.ok("EXEC p").value()).isEqualTo(1);
    assertThat(server.ok("DECLARE @r int; EXEC @r = dbo.p; SELECT @r").results.get(1).rows.get(0))
        .containsExactly(7);
    assertThat(server.value("type_desc FROM sys.objects WHERE name = 'P'"))
        .isEqualTo("SQL_STORED_PROCEDURE");
    assertThat(server.value("OBJECT_ID('dbo.p')")).isNotNull();
    assertThat(server.value("COUNT(*) FROM sys.procedures WHERE object_id = OBJECT_ID('p')"))
        .isEqualTo(1);
    assertThat(errors("CREATE PROC p AS SELECT 2")).containsExactly(2714);
    server.ok("CREATE OR ALTER PROC p AS\nSELECT 2\nRAISERROR('no', 16, 1)");
    Answer answer = server.run("EXEC p");
    assertThat(answer.value()).isEqualTo(2);
    assertThat(errors("EXEC p 1")).containsExactly(8146);
    assertThat(errors("SELECT 1\nCREATE PROCEDURE q AS SELECT 1")).containsExactly(111);
    assertThat(errors("CREATE PROCEDURE q AS SELEKT 1 + ")).containsExactly(102);
    assertThat(errors("ALTER PROCEDURE q AS SELECT 1")).containsExactly(208);
    server.ok("DROP PROCEDURE p");
    assertThat(errors("EXEC p")).containsExactly(2812);
    assertThat(errors("DROP PROC p")).containsExactly(3701);
    server.ok("DROP PROC IF EXISTS p");
    assertThat(errors("RETURN 1")).containsExactly(178);
  }

  @Test
  void anEndlessRecursionEnds() {
    server.ok("CREATE PROCEDURE p AS EXEC p");
    assertThat(errors("EXEC p")).containsExactly(217);
  }
}
