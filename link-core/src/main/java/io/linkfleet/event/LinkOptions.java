package io.linkfleet.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;

/**
 * What the person who asked for a link allows and prefers.
 *
 * @param backupDirectory directory on the SQL Server for the full backup that starts a log chain;
 *     null uses the server's default backup directory
 * @param allowEndpointChange whether an existing mirroring endpoint may be altered although that
 *     may interrupt what uses it
 * @param certificateLifetime how long a certificate that Linkfleet makes is valid
 * @param pair what is wanted of the session between two SQL Servers; null for a managed instance
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LinkOptions(
    String backupDirectory,
    boolean allowEndpointChange,
    Duration certificateLifetime,
    PairOptions pair) {

  /** Three years: long enough for a migration, short enough that rotation is practised. */
  public static final Duration DEFAULT_LIFETIME = Duration.ofDays(3 * 365);

  public LinkOptions {
    certificateLifetime = certificateLifetime == null ? DEFAULT_LIFETIME : certificateLifetime;
  }

  /** Options of a link to a managed instance. */
  public LinkOptions(
      String backupDirectory, boolean allowEndpointChange, Duration certificateLifetime) {
    this(backupDirectory, allowEndpointChange, certificateLifetime, null);
  }

  /** Nothing allowed, defaults preferred. */
  public static LinkOptions defaults() {
    return new LinkOptions(null, false, null);
  }
}
