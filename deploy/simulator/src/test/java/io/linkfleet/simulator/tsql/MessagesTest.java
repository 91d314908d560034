package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** sys.messages against the published list: number, severity, and how the text begins. */
class MessagesTest {
  private static final TestServer SERVER = new TestServer();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "15578 | 16 | There is already a master key in the database.",
        "15118 | 16 | Password validation failed.",
        "15116 | 16 | Password validation failed.",
        "15581 | 16 | Please create a master key in the database or open the master key",
        "15580 | 16 | Cannot drop master key because certificate '%s' is encrypted by it.",
        "15232 | 16 | A certificate with name '%s' already exists or this certificate already",
        "15297 | 16 | The certificate, asymmetric key, or private key data is invalid.",
        "15208 | 16 | The certificate, asymmetric key, or private key file is not valid or does",
        "15212 | 16 | Invalid certificate subject.",
        "15214 | 10 | Warning: The certificate you created is not yet valid",
        "15215 | 10 | Warning: The certificate you created is expired.",
        "15240 | 16 | Cannot write into file '%s'. Verify that you have write permissions",
        "15151 | 16 | Cannot %s the %s '%s', because it does not exist or you do not have",
        "15352 | 16 | The certificate cannot be dropped because one or more entities",
        "15025 | 16 | The server principal '%s' already exists.",
        "15023 | 16 | User, group, or role '%s' already exists in the current database.",
        "15007 | 16 | '%s' is not a valid login or you do not have permission.",
        "15063 | 16 | The login already has an account under a different user name.",
        "7862 | 16 | An endpoint of the requested type already exists.",
        "7874 | 16 | An endpoint already exists with the bindings specified.",
        "9692 | 16 | The %s endpoint cannot listen on port %s because it is in use",
        "15530 | 16 | The endpoint with name ~%s~ already exists.",
        "7810 | 15 | The value '%s' is not within range for the '%s' parameter.",
        "7863 | 16 | The endpoint was not changed.",
        "7878 | 16 | This ~%s ENDPOINT~ statement is not supported on this edition",
        "35221 | 16 | Could not process the operation. Always On Availability Groups replica",
        "35208 | 16 | Availability-group DDL operations are permitted only when you are using",
        "35237 | 16 | None of the specified replicas for availability group %s maps to",
        "35232 | 16 | The specified endpoint URL '%s' is invalid.",
        "35236 | 15 | The endpoint URL was not specified for the availability replica hosted by",
        "41197 | 15 | The FAILOVER_MODE option has not been specified for replica '%s'.",
        "41198 | 15 | The AVAILABILITY_MODE option has not been specified for replica '%s'.",
        "35214 | 16 | The %s operation failed for availability replica '%s'. The minimum value",
        "35211 | 16 | The %s operation is not allowed. The operation attempted to change",
        "35238 | 16 | Database '%s' cannot be added to availability group '%s'. The database does",
        "41148 | 16 | Cannot add or join database '%s' to availability group '%s'. The database",
        "35249 | 16 | An attempt to add or join a system database, '%s', to an availability",
        "35234 | 16 | Database name '%s' was specified more than once.",
        "35244 | 16 | Database '%s' cannot be added to availability group '%s'. The database is",
        "35259 | 16 | Database '%s' is already participating in a different availability group.",
        "1465 | 16 | Database ~%s~ database is not in full recovery mode on each of the server",
        "1475 | 16 | Database ~%s~ might contain bulk logged changes that have not been backed up.",
        "1466 | 16 | Database ~%s~ is read-only on one of the server instances",
        "1488 | 16 | Database ~%s~ database is in single user mode",
        "1469 | 16 | Database ~%s~ is in auto-close mode",
        "1468 | 16 | The operation cannot be performed on database ~%s~ because it is involved",
        "41042 | 16 | The availability group '%s' already exists. This error could be caused by",
        "41106 | 16 | Cannot create an availability replica for availability group",
        "41131 | 16 | Failed to bring availability group '%s' online. The operation timed out.",
        "41152 | 16 | Failed to create availability group '%s'. The operation encountered SQL",
        "19497 | 16 | Conflicting option spec provided. DISTRIBUTED option cannot be combined",
        "19498 | 16 | To create a distributed availability group, please specify the DISTRIBUTED",
        "19499 | 16 | The specified listener URL '%s' is invalid.",
        "19501 | 16 | None of the specified availability groups exist locally.",
        "19502 | 16 | Cannot create a distributed availability replica for availability group",
        "19504 | 16 | Cannot failover a distributed availability replica for availability group",
        "19507 | 16 | Cannot create a distributed availability replica for availability group",
        "19508 | 16 | 'ALTER AVAILABILITY GROUP MODIFY AVAILABILITY GROUP' command failed.",
        "19509 | 16 | Cannot create a distributed availability group '%s'. An availability group",
        "19510 | 16 | Distributed availability group '%s' not found.",
        "19511 | 16 | Cannot join distributed availability group '%s'. The local availability",
        "19512 | 16 | The requested operation only applies to distributed availability group",
        "19513 | 16 | Cannot create a distributed availability replica for availability group",
        "47500 | 16 | Manual seeding is not supported option for secondary AG '%s' configuration",
        "47501 | 16 | Synchronous commit is not supported option for the initial secondary AG",
        "47502 | 16 | Cannot create distributed availability group '%s' when local AG '%s'",
        "47503 | 16 | AG '%s' already contains one database and adding more is not supported",
        "41044 | 16 | Availability group name to ID map entry for availability group '%s'",
        "41122 | 16 | Cannot failover availability group '%s' to this instance of SQL Server.",
        "41140 | 16 | Availability group '%s' cannot process the ALTER AVAILABILITY GROUP command",
        "41142 | 16 | The availability replica for availability group '%s' on this instance of SQL",
        "35250 | 16 | The connection to the primary replica is not active.",
        "1418 | 16 | The server network address ~%s~ can not be reached or does not exist.",
        "1464 | 16 | Database ~%s~ is not in a recovering state which is required for a mirror",
        "1416 | 16 | Database ~%s~ is not configured for database mirroring.",
        "1448 | 16 | The remote copy of database ~%s~ does not exist.",
        "1419 | 16 | The remote copy of database ~%s~ cannot be opened.",
        "1408 | 16 | The remote copy of database ~%s~ is not recovered far enough",
        "1412 | 16 | The remote copy of database ~%s~ has not been rolled forward to a point",
        "1407 | 16 | The remote copy of database ~%s~ is not related to the local copy",
        "1478 | 16 | The mirror database, ~%s~, has insufficient transaction log data",
        "1410 | 16 | The remote copy of database ~%s~ is already enabled for database mirroring.",
        "1460 | 16 | The database ~%s~ is already configured for database mirroring on the remote",
        "1405 | 16 | The database ~%s~ is already enabled for database mirroring.",
        "1452 | 16 | The partner server instance name must be distinct from the server instance",
        "1449 | 16 | ALTER DATABASE command failed due to an invalid server connection string.",
        "1470 | 16 | The alter database for this partner config values may only be initiated",
        "1426 | 16 | To issue ALTER DATABASE SET WITNESS, all three server instances",
        "1427 | 16 | The server instance '%s' could not act as the witness.",
        "1429 | 16 | The witness server instance name must be distinct from both",
        "1439 | 16 | There is currently no witness associated with database ~%s~.",
        "954 | 14 | The database ~%s~ cannot be opened. It is acting as a mirror database.",
        "927 | 14 | Database '%s' cannot be opened. It is in the middle of a restore.",
        "976 | 14 | The target database, '%s', is participating in an availability group",
        "983 | 14 | Unable to access availability database '%s' because the database replica",
        "5011 | 14 | User does not have permission to alter database '%s'",
        "5069 | 16 | ALTER DATABASE statement failed.",
        "911 | 16 | Database '%s' does not exist. Make sure that the name is entered correctly.",
        "3201 | 16 | Cannot open backup device '%s'.",
        "4208 | 16 | The statement %s is not allowed while the recovery model is SIMPLE.",
        "4214 | 16 | BACKUP LOG cannot be performed because there is no current database backup.",
        "3023 | 16 | Backup",
        "3013 | 16 | BACKUP %s is terminating abnormally.",
        "3014 | 10 | BACKUP %s successfully processed %s pages in",
        "3104 | 16 | RESTORE cannot operate on database '%s'",
        "3101 | 16 | Exclusive access could not be obtained because the database is in use.",
        "300 | 14 | %s permission was denied on object 'server', database 'master'.",
        "297 | 16 | The user does not have permission to perform this action.",
        "15247 | 16 | User does not have permission to perform this action.",
        "262 | 14 | %s permission denied in database '%s'.",
        "229 | 14 | The %s permission was denied on the object '%s', database '%s', schema '%s'.",
        "18456 | 14 | Login failed for user '%s'.",
        "4060 | 11 | Cannot open database ~%s~ requested by the login.",
        "916 | 14 | The server principal ~%s~ is not able to access the database ~%s~",
        "2812 | 16 | Could not find stored procedure '%s'.",
        "207 | 16 | Invalid column name '%s'.",
        "208 | 16 | Invalid object name '%s'.",
        "137 | 15 | Must declare the scalar variable ~%s~.",
        "226 | 16 | %s statement not allowed within multi-statement transaction.",
        "574 | 16 | %s statement cannot be used inside a user transaction.",
        "3021 | 16 | Cannot perform a backup or restore operation within a transaction.",
        "102 | 15 | Incorrect syntax near '%s'.",
      })
  void isAsPublished(int number, int severity, String text) {
    Answer.Rows rows =
        SERVER.ok("SELECT severity, text FROM sys.messages WHERE message_id = " + number)
            .results.get(0);
    assertThat(rows.rows).as("%s", number).hasSize(1);
    assertThat(rows.value(0, "severity")).isEqualTo(severity);
    assertThat((String) rows.value(0, "text")).startsWith(text.replace('~', '"'));
  }

  /** Numbers of the published list for which no source says when a server answers with them. */
  @Test
  void doesNotListWhatItNeverSays() {
    assertThat(
            SERVER.ok(
                    "SELECT message_id FROM sys.messages WHERE message_id IN (7890, 19503,"
                        + " 35251, 41114, 47521)")
                .results.get(0).rows)
        .isEqualTo(List.of());
  }
}
