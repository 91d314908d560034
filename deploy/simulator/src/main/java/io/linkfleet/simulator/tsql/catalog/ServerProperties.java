package io.linkfleet.simulator.tsql.catalog;

import io.linkfleet.simulator.engine.ServerDescription;
import io.linkfleet.simulator.engine.SqlServer;
import java.util.Locale;
import java.util.Map;

/** What SERVERPROPERTY, @@VERSION and the like say about a server. */
public final class ServerProperties {
  private ServerProperties() {}

  /** The value of SERVERPROPERTY; null for an unknown name. */
  public static Object of(SqlServer server, String name) {
    ServerDescription d = server.description;
    String wanted = name.trim().toLowerCase(Locale.ROOT);
    if (server.isManagedInstance() && wanted.startsWith("instancedefault")) {
      // an instance has folders nobody can use; never checked what it says
      return null;
    }
    String[] version = d.productVersion().split("\\.");
    return switch (wanted) {
      case "servername" -> server.name();
      case "machinename", "computernamephysicalnetbios" -> machineName(server);
      case "instancename" -> instanceName(server);
      case "productversion" -> d.productVersion();
      case "productmajorversion" -> version[0];
      case "productminorversion" -> version[1];
      case "productbuild" -> version[2];
      case "productlevel" -> d.majorVersion() == 13 ? "SP3" : "RTM";
      case "edition" -> d.edition();
      case "editionid" -> editionId(d.engineEdition());
      case "engineedition" -> d.engineEdition();
      case "collation" -> d.collation();
      case "collationid" -> 872468488;
      case "comparisonstyle" -> 196609;
      case "lcid" -> 1033;
      case "sqlsortorder" -> 52;
      case "sqlsortordername" -> "nocase_iso";
      case "sqlcharset" -> 1;
      case "sqlcharsetname" -> "iso_1";
      case "ishadrenabled" -> d.hadrEnabled() ? 1 : 0;
      case "hadrmanagerstatus" -> d.hadrEnabled() ? Integer.valueOf(1) : null;
      case "isclustered" -> 0;
      case "isintegratedsecurityonly" -> 0;
      case "issingleuser" -> 0;
      case "isfulltextinstalled" -> 0;
      case "isxtpsupported" -> 1;
      case "ispolybaseinstalled" -> 0;
      case "isadvancedanalyticsinstalled" -> 0;
      case "islocaldb" -> 0;
      case "licensetype" -> "DISABLED";
      case "processid" -> 1234;
      case "pathseparator" -> "\\";
      case "instancedefaultdatapath" -> root(server) + "DATA\\";
      case "instancedefaultlogpath" -> root(server) + "DATA\\";
      // since SQL Server 2019 according to the documentation; never checked on an older server
      case "instancedefaultbackuppath" -> d.majorVersion() >= 15 ? root(server) + "Backup" : null;
      case "productupdatelevel" -> UPDATES.get(d.productVersion());
      case "resourceversion" -> d.productVersion();
      default -> null;
    };
  }

  /** Of the builds that the documentation of the link names. */
  private static final Map<String, String> UPDATES =
      Map.of(
          "16.0.4165.4", "CU16", "16.0.4125.3", "CU13", "16.0.4095.4", "CU10",
          "16.0.4045.3", "CU5", "15.0.4312.2", "CU20", "15.0.4198.2", "CU15",
          "14.0.3456.2", "CU31");

  /** The instance in HOST\INSTANCE; null for a default instance. */
  public static String instanceName(SqlServer server) {
    int slash = server.name().indexOf('\\');
    return slash < 0 ? null : server.name().substring(slash + 1);
  }

  /** The host in HOST\INSTANCE. */
  public static String machineName(SqlServer server) {
    int slash = server.name().indexOf('\\');
    return slash < 0 ? server.name() : server.name().substring(0, slash);
  }

  /** Where a relative backup path leads. */
  public static String defaultBackupFolder(SqlServer server) {
    return root(server) + "Backup\\";
  }

  /** Where the files of a database lie unless somebody said otherwise. */
  public static String defaultDataFolder(SqlServer server) {
    return root(server) + "DATA\\";
  }

  private static String root(SqlServer server) {
    String instance = instanceName(server);
    return "C:\\Program Files\\Microsoft SQL Server\\MSSQL"
        + server.description.majorVersion()
        + "."
        + (instance == null ? "MSSQLSERVER" : instance)
        + "\\MSSQL\\";
  }

  private static Object editionId(int engineEdition) {
    return switch (engineEdition) {
      case 2 -> -1534726760L;
      case 3 -> -2117995310L;
      case 4 -> -1592396055L;
      default -> 1674378470L;
    };
  }

  /** The text of @@VERSION, shaped as a server's; the build date is not modelled. */
  public static String version(SqlServer server) {
    ServerDescription d = server.description;
    String year =
        switch (d.majorVersion()) {
          case 13 -> "2016";
          case 14 -> "2017";
          case 15 -> "2019";
          case 16 -> "2022";
          default -> "2025";
        };
    if (d.engineEdition() == 8) {
      return "Microsoft SQL Azure (RTM) - " + d.productVersion();
    }
    return "Microsoft SQL Server "
        + year
        + " (RTM) - "
        + d.productVersion()
        + " (X64) \n\tCopyright (C) Microsoft Corporation\n\t"
        + d.edition()
        + " on Windows Server 2022 Standard (simulated by Linkfleet)\n";
  }
}
