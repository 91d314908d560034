package io.linkfleet.simulator.tsql.run;

import io.linkfleet.simulator.engine.BackupImage;
import io.linkfleet.simulator.engine.BackupSet;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.RestoreMessage;
import io.linkfleet.simulator.tsql.catalog.ServerProperties;
import io.linkfleet.simulator.tsql.syntax.Expression;
import io.linkfleet.simulator.tsql.type.Convert;
import io.linkfleet.simulator.tsql.type.DataType;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Owns the backup devices: their paths, and the backup sets in the files behind them. */
final class BackupMedia {
  private static final String URL = "url:";

  private BackupMedia() {}

  /** One backup set on its devices, with its position from 1. */
  record Chosen(BackupImage image, int position, String device) {}

  /** The full path of a device. Folders are not modelled: every folder of a drive exists. */
  static String path(String path, Work work) {
    if (path.startsWith(URL)) {
      return url(path.substring(URL.length()), work);
    }
    boolean bad = path.isBlank() || path.endsWith("\\") || path.endsWith("/");
    String name = path.substring(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
    if (bad || name.matches(".*[<>\"|?*].*")) {
      throw ObjectMessage.NO_DEVICE.error(path);
    }
    boolean whole = path.contains("\\") || path.contains("/") || path.equalsIgnoreCase("NUL");
    return whole ? path : ServerProperties.defaultBackupFolder(work.server) + path;
  }

  /**
   * A blob, which a credential of the container's name opens. What its secret says is not looked
   * at; that a URL of another form gives the same error is inferred.
   */
  private static String url(String url, Work work) {
    String path = url.trim();
    String container = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    boolean known =
        work.server.credentials().keySet().stream()
            .anyMatch(name -> container.equalsIgnoreCase(name) || container.startsWith(name + "/"));
    if (!path.matches("(?i)https://[^/]+/[^/]+/.*[^/]") || !known) {
      throw RestoreMessage.NO_BLOB.error(path);
    }
    return "https" + path.substring(path.indexOf(':'));
  }

  /** The sets in a file; 3241 when it is none of ours. */
  static List<BackupImage> sets(String path, byte[] file) {
    return BackupImage.read(file).orElseThrow(() -> RestoreMessage.BAD_MEDIA.error(path));
  }

  /** The sets on the first of these devices, all of which must be there. */
  static List<BackupImage> read(List<Expression> devices, Work work) {
    List<BackupImage> first = null;
    for (String device : paths(devices, work)) {
      byte[] file = work.session.world.file(work.server, device);
      if (file == null) {
        throw RestoreMessage.NO_FILE.error(device);
      }
      List<BackupImage> sets = sets(device, file);
      first = first == null ? sets : first;
    }
    return first;
  }

  private static List<String> paths(List<Expression> devices, Work work) {
    var paths = new ArrayList<String>();
    devices.forEach(device -> paths.add(path(work.text(device), work)));
    return paths;
  }

  /** The set that FILE = n names, the first one otherwise. */
  static Chosen choose(
      List<Expression> devices, Map<String, Expression> options, Work work) {
    List<BackupImage> sets = read(devices, work);
    String device = paths(devices, work).get(0);
    Object wanted = work.value(options.get("FILE"));
    int position = wanted == null ? 1 : (Integer) Convert.to(wanted, DataType.INT, 0);
    if (position < 1 || position > sets.size()) {
      throw RestoreMessage.NO_SET.error(position, device);
    }
    BackupImage image = sets.get(position - 1);
    if (image.families() > devices.size()) {
      throw RestoreMessage.FAMILIES.error(image.families(), devices.size());
    }
    if (options.containsKey("CHECKSUM") && !image.checksums()) {
      throw RestoreMessage.NO_CHECKSUMS.error();
    }
    return new Chosen(image, position, device);
  }

  /** Options that exclude each other. */
  static void refuseTwo(Map<String, Expression> given, String... options) {
    List<String> both = Arrays.stream(options).filter(given::containsKey).toList();
    if (both.size() > 1) {
      throw RestoreMessage.CONFLICT.error(both.get(0), both.get(1));
    }
  }

  /** What BACKUP writes about a set. */
  static BackupImage image(BackupSet set, Database d, int families, Work work) {
    BigInteger base = set.type() == 'I' && d.differentialBase != null
        ? d.differentialBase
        : BigInteger.ZERO;
    UUID setGuid = UUID.randomUUID();
    if (d.hasTables()) {
      work.session.world.backedUpTables.put(setGuid, d.tables().committed());
    }
    return new BackupImage(
        set.type(), set.copyOnly(), d.name, work.server.name(),
        version(work.server), set.userName(),
        set.name() == null ? "" : set.name(), set.recoveryModel(),
        set.startedAt(), set.finishedAt(), set.firstLsn(), set.lastLsn(), base,
        set.sizeBytes(), d.sizeBytes, setGuid, d.databaseGuid, d.familyGuid,
        d.recoveryFork, work.server.description.collation(), dataName(d), logName(d),
        dataFile(d, work), logFile(d, work), families,
        set.checksums(), set.beginsLogChain());
  }

  /** An instance has the format of 2022 here; which build its backups name is inferred. */
  private static String version(SqlServer server) {
    return server.isManagedInstance()
        ? server.description.majorVersion() + ".0.1000.6"
        : server.description.productVersion();
  }

  static String dataName(Database d) {
    return d.dataName == null ? d.name : d.dataName;
  }

  static String logName(Database d) {
    return d.logicalLogName();
  }

  static String dataFile(Database d, Work work) {
    return d.dataFile == null
        ? ServerProperties.defaultDataFolder(work.server) + d.name + ".mdf"
        : d.dataFile;
  }

  static String logFile(Database d, Work work) {
    return d.logFile == null
        ? ServerProperties.defaultDataFolder(work.server) + d.name + "_log.ldf"
        : d.logFile;
  }
}
