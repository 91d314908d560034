package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.tsql.syntax.Definition;
import java.time.Instant;

/** Sends a statement that changes the server to the class that owns its object. */
final class Definitions {
  private Definitions() {}

  /**
   * Under the server's lock, except for database mirroring and SET HADR; {@code began} is when the
   * statement was received.
   */
  static void run(Definition s, Work work, Instant began) {
    InstanceRules.demand(s, work);
    LogSpace.demand(s, work);
    if (s instanceof Definition.CreateMasterKey create) {
      MasterKeyStatements.create(create, work);
    } else if (s instanceof Definition.AlterMasterKey alter) {
      MasterKeyStatements.alter(alter, work);
    } else if (s instanceof Definition.DropMasterKey) {
      MasterKeyStatements.drop(work);
    } else if (s instanceof Definition.CreateCertificate create) {
      CertificateStatements.create(create, work);
    } else if (s instanceof Definition.AlterCertificate alter) {
      CertificateStatements.alter(alter, work);
    } else if (s instanceof Definition.DropCertificate drop) {
      CertificateStatements.drop(drop, work);
    } else if (s instanceof Definition.BackupCertificate backup) {
      CertificateStatements.backup(backup, work);
    } else if (s instanceof Definition.Endpoint endpoint) {
      EndpointStatements.createOrAlter(endpoint, work);
    } else if (s instanceof Definition.DropEndpoint drop) {
      EndpointStatements.drop(drop, work);
    } else if (s instanceof Definition.CreateLogin create) {
      PrincipalStatements.createLogin(create, work);
    } else if (s instanceof Definition.AlterLogin alter) {
      PrincipalStatements.alterLogin(alter, work);
    } else if (s instanceof Definition.DropLogin drop) {
      PrincipalStatements.dropLogin(drop, work);
    } else if (s instanceof Definition.CreateUser create) {
      PrincipalStatements.createUser(create, work);
    } else if (s instanceof Definition.DropUser drop) {
      PrincipalStatements.dropUser(drop, work);
    } else if (s instanceof Definition.ServerRole role) {
      PrincipalStatements.serverRole(role, work);
    } else if (s instanceof Definition.Permission permission) {
      PrincipalStatements.permission(permission, work);
    } else if (s instanceof Definition.Credential credential) {
      CredentialStatements.createOrAlter(credential, work);
    } else if (s instanceof Definition.DropCredential drop) {
      CredentialStatements.drop(drop, work);
    } else if (s instanceof Definition.CreateProcedure create) {
      ProcedureStatements.create(create, work);
    } else if (s instanceof Definition.DropProcedure drop) {
      ProcedureStatements.drop(drop, work);
    } else if (s instanceof Definition.CreateTable create) {
      TableStatements.create(create, work);
    } else if (s instanceof Definition.DropTable drop) {
      TableStatements.drop(drop, work);
    } else if (s instanceof Definition.CreateDatabase create) {
      DatabaseStatements.create(create, work);
    } else if (s instanceof Definition.DropDatabase drop) {
      DatabaseStatements.drop(drop, work);
    } else if (s instanceof Definition.AlterDatabase alter) {
      DatabaseStatements.alter(alter, work);
    } else if (s instanceof Definition.Backup backup) {
      BackupStatements.backup(backup, work, began);
    } else if (s instanceof Definition.Restore restore) {
      RestoreStatements.restore(restore, work, began);
    } else if (s instanceof Definition.Mirroring mirroring) {
      MirroringStatements.run(mirroring, work);
    } else if (s instanceof Definition.Hadr hadr) {
      HadrStatements.run(hadr, work);
    } else if (s instanceof Definition.CreateGroup create) {
      GroupStatements.create(create, work);
    } else if (s instanceof Definition.AlterGroup alter) {
      GroupStatements.alter(alter, work);
    } else if (s instanceof Definition.DropGroup drop) {
      GroupStatements.drop(drop, work);
    } else {
      throw new IllegalStateException("nobody runs " + s.getClass());
    }
  }

  /**
   * Whether the statement takes part in a transaction. The others refuse one, so they do not begin
   * one under IMPLICIT_TRANSACTIONS either.
   */
  static boolean isTransactional(Definition s) {
    return s instanceof Definition.Credential
        || s instanceof Definition.DropCredential
        || s instanceof Definition.CreateTable
        || s instanceof Definition.DropTable
        || s instanceof Definition.CreateProcedure
        || s instanceof Definition.DropProcedure
        || s instanceof Definition.CreateMasterKey
        || s instanceof Definition.AlterMasterKey
        || s instanceof Definition.DropMasterKey
        || s instanceof Definition.CreateCertificate
        || s instanceof Definition.AlterCertificate
        || s instanceof Definition.DropCertificate
        || s instanceof Definition.CreateLogin
        || s instanceof Definition.AlterLogin
        || s instanceof Definition.DropLogin
        || s instanceof Definition.CreateUser
        || s instanceof Definition.DropUser
        || s instanceof Definition.Permission
        || s instanceof Definition.ServerRole;
  }
}
