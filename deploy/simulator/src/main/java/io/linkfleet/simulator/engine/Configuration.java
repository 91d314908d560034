package io.linkfleet.simulator.engine;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Owns the options of sp_configure on one server: what was configured, and what is in use since
 * RECONFIGURE or the last start.
 *
 * <p>A selection of those a real server has; identifiers, ranges and defaults from general
 * knowledge, never checked on a server.
 */
public final class Configuration {
  /**
   * One option.
   *
   * @param dynamic whether RECONFIGURE is enough; the others wait for a restart
   * @param advanced whether it is shown only after "show advanced options"
   */
  public record Option(
      int id,
      String name,
      int least,
      int most,
      int initial,
      boolean dynamic,
      boolean advanced,
      String description) {}

  private static final int BIGGEST = Integer.MAX_VALUE;

  private static final List<Option> OPTIONS =
      List.of(
          new Option(102, "allow updates", 0, 1, 0, true, false,
              "Allow updates to system tables"),
          new Option(115, "nested triggers", 0, 1, 1, true, false,
              "Allow triggers to be invoked within triggers"),
          new Option(117, "remote access", 0, 1, 1, false, false, "Allow remote access"),
          new Option(400, "cross db ownership chaining", 0, 1, 0, true, false,
              "Allow cross db ownership chaining"),
          new Option(503, "max worker threads", 128, 65535, 0, true, true,
              "Maximum worker threads"),
          new Option(518, "show advanced options", 0, 1, 0, true, false,
              "show advanced options"),
          new Option(1519, "remote login timeout (s)", 0, BIGGEST, 10, true, false,
              "remote login timeout"),
          new Option(1520, "remote query timeout (s)", 0, BIGGEST, 600, true, false,
              "remote query timeout"),
          new Option(1538, "cost threshold for parallelism", 0, 32767, 5, true, true,
              "cost threshold for parallelism"),
          new Option(1539, "max degree of parallelism", 0, 32767, 0, true, true,
              "maximum degree of parallelism"),
          new Option(1543, "min server memory (MB)", 0, BIGGEST, 0, true, true,
              "Minimum size of server memory (MB)"),
          new Option(1544, "max server memory (MB)", 128, BIGGEST, BIGGEST, true, true,
              "Maximum size of server memory (MB)"),
          new Option(1547, "scan for startup procs", 0, 1, 0, false, true,
              "scan for startup stored procedures"),
          new Option(1562, "clr enabled", 0, 1, 0, true, false,
              "CLR user code execution enabled in the server"),
          new Option(1568, "default trace enabled", 0, 1, 1, true, true,
              "Enable or disable the default trace"),
          new Option(1576, "remote admin connections", 0, 1, 0, true, false,
              "Dedicated Admin Connections are allowed from remote clients"),
          new Option(1579, "backup compression default", 0, 1, 0, true, false,
              "Enable compression of backups by default"),
          new Option(1580, "filestream access level", 0, 2, 0, true, false,
              "Sets the FILESTREAM access level"),
          new Option(1581, "optimize for ad hoc workloads", 0, 1, 0, true, true,
              "When this option is set, plan cache size is further reduced for single-use adhoc"
                  + " OLTP workload."),
          new Option(1584, "backup checksum default", 0, 1, 0, true, false,
              "Enable checksum of backups by default"),
          new Option(16384, "Agent XPs", 0, 1, 1, true, true, "Enable or disable Agent XPs"),
          new Option(16386, "Database Mail XPs", 0, 1, 0, true, true,
              "Enable or disable Database Mail XPs"),
          new Option(16388, "Ole Automation Procedures", 0, 1, 0, true, true,
              "Enable or disable Ole Automation Procedures"),
          new Option(16390, "xp_cmdshell", 0, 1, 0, true, true,
              "Enable or disable command shell"),
          new Option(16391, "Ad Hoc Distributed Queries", 0, 1, 0, true, true,
              "Enable or disable Ad Hoc Distributed Queries"),
          new Option(16393, "contained database authentication", 0, 1, 0, true, false,
              "Enables contained databases and contained authentication"));

  private final Map<String, Integer> configured = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final Map<String, Integer> inUse = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Every option, by name as sp_configure lists them. */
  public static Collection<Option> options() {
    var sorted = new TreeMap<String, Option>(String.CASE_INSENSITIVE_ORDER);
    OPTIONS.forEach(option -> sorted.put(option.name(), option));
    return sorted.values();
  }

  /** The options whose name holds this text; one with exactly this name stands alone. */
  public static List<Option> named(String text) {
    for (Option option : OPTIONS) {
      if (option.name().equalsIgnoreCase(text)) {
        return List.of(option);
      }
    }
    String part = text.toLowerCase(Locale.ROOT);
    return OPTIONS.stream()
        .filter(option -> option.name().toLowerCase(Locale.ROOT).contains(part))
        .toList();
  }

  public int configured(Option option) {
    return configured.getOrDefault(option.name(), option.initial());
  }

  public int inUse(Option option) {
    return inUse.getOrDefault(option.name(), option.initial());
  }

  /** The value in use of the option with exactly this name. */
  public int inUse(String name) {
    return inUse(named(name).get(0));
  }

  /** sp_configure: takes effect later. */
  public void configure(Option option, int value) {
    configured.put(option.name(), value);
  }

  /** RECONFIGURE, or with {@code start} the beginning of the process. */
  public void apply(boolean start) {
    for (Option option : OPTIONS) {
      if (start || option.dynamic()) {
        inUse.put(option.name(), configured(option));
      }
    }
  }

  public boolean showsAdvanced() {
    return inUse("show advanced options") == 1;
  }
}
