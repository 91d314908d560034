package io.linkfleet.simulator.engine;

import java.util.Set;

/**
 * What is fixed about a simulated SQL Server, as estate.yaml describes it.
 *
 * @param name what @@SERVERNAME gives, {@code HOST\INSTANCE} for a named instance
 * @param productVersion for example 16.0.4165.4
 * @param edition for example {@code Developer Edition (64-bit)}
 * @param engineEdition SERVERPROPERTY('EngineEdition'): 2 Standard, 3 Enterprise or Developer, 4
 *     Express, 8 managed instance
 * @param collation the server's collation
 * @param hadrEnabled SERVERPROPERTY('IsHadrEnabled')
 * @param azureConnect whether sp_certificate_add_issuer is there and {@code ;Server=[…]} understood
 * @param fqdn the name by which the world resolves it
 * @param ipAddress the address in the simulated network
 * @param tdsPort the loopback port that answers TDS
 * @param traceFlags global trace flags that are on at start
 */
public record ServerDescription(
    String name,
    String productVersion,
    String edition,
    int engineEdition,
    String collation,
    boolean hadrEnabled,
    boolean azureConnect,
    String fqdn,
    String ipAddress,
    int tdsPort,
    Set<Integer> traceFlags) {

  /** EngineEdition of a managed instance. */
  public static final int MANAGED_INSTANCE = 8;

  private static final int INSTANCE_FORMAT = 16;

  /**
   * 13 for 2016, 14 for 2017, 15 for 2019, 16 for 2022, 17 for 2025. A managed instance counts as
   * 2022, whose database format it has under the update policy that links need.
   */
  public int majorVersion() {
    if (engineEdition == MANAGED_INSTANCE) {
      return INSTANCE_FORMAT;
    }
    return Integer.parseInt(productVersion.substring(0, productVersion.indexOf('.')));
  }

  /** Whether a database that the other server has opened could not be opened here. */
  public boolean isOlderThan(ServerDescription other) {
    return majorVersion() < other.majorVersion();
  }

  /** Whether the build is this one or a later one of any version. */
  public boolean isAtLeast(int major, int minor, int build, int revision) {
    int[] least = {major, minor, build, revision};
    String[] own = productVersion.split("\\.");
    for (int part = 0; part < least.length; part++) {
      int difference = Integer.parseInt(own[part]) - least[part];
      if (difference != 0) {
        return difference > 0;
      }
    }
    return true;
  }
}
