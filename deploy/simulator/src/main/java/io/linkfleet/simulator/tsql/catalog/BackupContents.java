package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.row;

import io.linkfleet.simulator.engine.BackupImage;
import io.linkfleet.simulator.session.Column;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What RESTORE HEADERONLY and FILELISTONLY say about a backup file: the documented columns of SQL
 * Server 2016; the three that 2022 added are left out.
 */
public final class BackupContents {
  private static final String HEADER =
      """
      BackupName nvarchar(128), BackupDescription nvarchar(255), BackupType smallint,
      ExpirationDate datetime, Compressed bit, Position smallint, DeviceType tinyint,
      UserName nvarchar(128), ServerName nvarchar(128), DatabaseName nvarchar(128),
      DatabaseVersion int, DatabaseCreationDate datetime, BackupSize numeric(20,0),
      FirstLSN numeric(25,0), LastLSN numeric(25,0), CheckpointLSN numeric(25,0),
      DatabaseBackupLSN numeric(25,0), BackupStartDate datetime, BackupFinishDate datetime,
      SortOrder smallint, CodePage smallint, UnicodeLocaleId int, UnicodeComparisonStyle int,
      CompatibilityLevel tinyint, SoftwareVendorId int, SoftwareVersionMajor int,
      SoftwareVersionMinor int, SoftwareVersionBuild int, MachineName nvarchar(128), Flags int,
      BindingID uniqueidentifier, RecoveryForkID uniqueidentifier, Collation nvarchar(128),
      FamilyGUID uniqueidentifier, HasBulkLoggedData bit, IsSnapshot bit, IsReadOnly bit,
      IsSingleUser bit, HasBackupChecksums bit, IsDamaged bit, BeginsLogChain bit,
      HasIncompleteMetaData bit, IsForceOffline bit, IsCopyOnly bit,
      FirstRecoveryForkID uniqueidentifier, ForkPointLSN numeric(25,0),
      RecoveryModel nvarchar(60), DifferentialBaseLSN numeric(25,0),
      DifferentialBaseGUID uniqueidentifier, BackupTypeDescription nvarchar(60),
      BackupSetGUID uniqueidentifier, CompressedBackupSize bigint, containment tinyint,
      KeyAlgorithm nvarchar(32), EncryptorThumbprint varbinary(20), EncryptorType nvarchar(32)
      """;
  private static final String FILES =
      """
      LogicalName nvarchar(128), PhysicalName nvarchar(260), Type char(1),
      FileGroupName nvarchar(128), Size numeric(20,0), MaxSize numeric(20,0), FileId bigint,
      CreateLSN numeric(25,0), DropLSN numeric(25,0), UniqueId uniqueidentifier,
      ReadOnlyLSN numeric(25,0), ReadWriteLSN numeric(25,0), BackupSizeInBytes bigint,
      SourceBlockSize int, FileGroupId int, LogGroupGUID uniqueidentifier,
      DifferentialBaseLSN numeric(25,0), DifferentialBaseGUID uniqueidentifier, IsReadOnly bit,
      IsPresent bit, TDEThumbprint varbinary(32), SnapshotUrl nvarchar(360)
      """;
  private static final long LARGEST_FILE = 35184372080640L;

  private BackupContents() {}

  public static List<Column> headerColumns() {
    return columns(HEADER);
  }

  public static List<Column> fileColumns() {
    return columns(FILES);
  }

  private static List<Column> columns(String text) {
    return SystemView.columns(text).stream()
        .map(c -> new Column(c.name(), c.type().sql(), c.type().length()))
        .toList();
  }

  /** One row per backup set. */
  public static List<Object[]> headers(List<BackupImage> sets) {
    var rows = new ArrayList<Object[]>();
    for (BackupImage b : sets) {
      rows.add(header(b, rows.size() + 1));
    }
    return rows;
  }

  private static Object[] header(BackupImage b, int position) {
    String[] version = b.productVersion().split("\\.");
    int type = b.type() == 'D' ? 1 : b.type() == 'L' ? 2 : 5;
    BigDecimal base = type == 5 ? number(b.databaseBackupLsn()) : null;
    int slash = b.server().indexOf('\\');
    return row(
        b.name().isEmpty() ? null : b.name(), null, type, null, false, position, 2, b.user(),
        b.server(), b.database(), null, Moments.datetime(b.startedAt()),
        BigDecimal.valueOf(b.sizeBytes()), number(b.firstLsn()), number(b.lastLsn()),
        number(b.lastLsn()), number(b.databaseBackupLsn()), Moments.datetime(b.startedAt()),
        Moments.datetime(b.finishedAt()), 52, 0, 1033, 196609, Integer.parseInt(version[0]) * 10,
        4608, Integer.parseInt(version[0]), Integer.parseInt(version[1]),
        Integer.parseInt(version[2]), slash < 0 ? b.server() : b.server().substring(0, slash),
        b.checksums() ? 528 : 512, b.databaseGuid(), b.recoveryFork(), b.collation(),
        b.familyGuid(), false, false, false, false, b.checksums(), false, b.beginsLogChain(),
        false, false, b.copyOnly(), b.familyGuid(), null,
        b.recoveryModel(), base, null,
        type == 1 ? "Database" : type == 2 ? "Transaction Log" : "Database Differential",
        b.setGuid(), b.sizeBytes(), 0, null, null, null);
  }

  /** The data file and the log file. */
  public static List<Object[]> files(BackupImage b) {
    return List.of(
        file(b, b.dataName(), b.dataFile(), "D", 1, b.databaseBytes()),
        file(b, b.logName(), b.logFile(), "L", 2, Math.max(256L << 20, b.databaseBytes() / 4)));
  }

  private static Object[] file(
      BackupImage b, String name, String path, String type, int id, long bytes) {
    boolean data = id == 1;
    return row(
        name, path, type, data ? "PRIMARY" : null, BigDecimal.valueOf(bytes),
        BigDecimal.valueOf(LARGEST_FILE), (long) id, BigDecimal.ZERO, null,
        UUID.nameUUIDFromBytes((b.familyGuid() + name).getBytes()), null, null,
        data ? b.sizeBytes() : 0L, 512, data ? 1 : 0, null, null, null, false, true, null, null);
  }

  private static BigDecimal number(BigInteger lsn) {
    return new BigDecimal(lsn);
  }
}
