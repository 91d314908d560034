package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.syntax.Definition;
import io.linkfleet.simulator.tsql.syntax.Statement;
import io.linkfleet.simulator.tsql.syntax.Statement.Step;
import java.util.List;

/**
 * What a managed instance refuses: groups and mirroring endpoints belong to the service, backups
 * too. Documented: which statements; a user's report: 41906 is found before the batch begins, so
 * nothing of it runs. Which number each of these statements gives was never checked.
 */
final class InstanceRules {
  private InstanceRules() {}

  /** Throws 41906 when a statement anywhere in the batch does not exist on an instance. */
  static void check(SqlServer server, List<Step> steps) {
    if (server.isManagedInstance()) {
      steps.forEach(InstanceRules::check);
    }
  }

  private static void check(Step step) {
    if (step == null) {
      return;
    }
    Statement statement = step.statement();
    if (statement instanceof Statement.Block block) {
      block.steps().forEach(InstanceRules::check);
    } else if (statement instanceof Statement.If choice) {
      check(choice.then());
      check(choice.otherwise());
    } else if (statement instanceof Statement.While loop) {
      check(loop.body());
    } else if (statement instanceof Statement.TryCatch attempt) {
      attempt.body().forEach(InstanceRules::check);
      attempt.handler().forEach(InstanceRules::check);
    } else if (statement instanceof Definition definition && isUnknown(definition)) {
      throw ObjectMessage.NOT_ON_INSTANCE.error(StatementKind.of(definition).name()).endingBatch();
    }
  }

  private static boolean isUnknown(Definition s) {
    return s instanceof Definition.CreateGroup
        || s instanceof Definition.AlterGroup
        || s instanceof Definition.DropGroup
        || s instanceof Definition.Endpoint
        || s instanceof Definition.DropEndpoint
        || s instanceof Definition.Mirroring
        || s instanceof Definition.Hadr;
  }

  /** At run time: what an instance does in a way of its own that is not modelled. */
  static void demand(Definition s, Work work) {
    if (!work.server.isManagedInstance()) {
      return;
    }
    if (s instanceof Definition.Backup backup && !backup.options().containsKey("COPY_ONLY")) {
      throw ObjectMessage.INSTANCE_BACKUP.error();
    }
    boolean blob =
        s instanceof Definition.Backup backup
            && !backup.log()
            && backup.devices().stream()
                .allMatch(device -> work.text(device).startsWith("url:"));
    boolean same =
        blob
            || s instanceof Definition.Credential
            || s instanceof Definition.DropCredential
            || s instanceof Definition.CreateMasterKey
            || s instanceof Definition.AlterMasterKey
            || s instanceof Definition.DropMasterKey
            || s instanceof Definition.CreateCertificate create && create.file() == null
            || s instanceof Definition.DropCertificate
            || s instanceof Definition.CreateLogin
            || s instanceof Definition.AlterLogin
            || s instanceof Definition.DropLogin
            || s instanceof Definition.CreateUser
            || s instanceof Definition.DropUser
            || s instanceof Definition.Permission
            || s instanceof Definition.ServerRole
            || s instanceof Definition.CreateTable
            || s instanceof Definition.DropTable
            || s instanceof Definition.CreateProcedure
            || s instanceof Definition.DropProcedure;
    if (!same) {
      throw Message.NOT_SIMULATED.error(StatementKind.of(s).name() + " on a managed instance");
    }
  }
}
