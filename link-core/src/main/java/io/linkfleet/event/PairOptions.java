package io.linkfleet.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * What is wanted of the session between two SQL Servers; asking again with another value changes it.
 *
 * @param safety whether a commit waits for the partner
 * @param primary label of the server that shall hold the primary role (the principal); null leaves
 *     it with whoever has it, at first the source
 * @param wanted whether the session shall run
 * @param allowDataLoss whether the primary role may be taken although transactions may be lost
 *     (forced service); nothing else is ever done with it
 * @param authentication how the endpoints recognise each other
 * @param certificateDirectory a directory under the same path on every host, through which the
 *     public certificates are handed over as files; null hands them over as bytes
 * @param restoreDirectory where the partner finds the files of the backup directory; null when it
 *     reaches them under the same path
 * @param dataDirectory where the partner puts data files; null keeps the paths of the source
 * @param logDirectory where the partner puts log files; null keeps the paths of the source
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PairOptions(
    Safety safety,
    String primary,
    Wanted wanted,
    boolean allowDataLoss,
    Authentication authentication,
    String certificateDirectory,
    String restoreDirectory,
    String dataDirectory,
    String logDirectory) {

  /** Whether a commit waits for the partner. */
  public enum Safety {
    /** It does: high-safety mode, synchronous commit. */
    FULL,
    /** It does not: high-performance mode, asynchronous commit. */
    OFF
  }

  /** Whether the session shall run. */
  public enum Wanted {
    /** It shall. */
    RUNNING,
    /** It shall be suspended; the log grows meanwhile. */
    PAUSED,
    /** There shall be none. The databases stay, each where it is. */
    REMOVED
  }

  /** How the endpoints recognise each other. */
  public enum Authentication {
    /** By certificates, in both directions. */
    CERTIFICATE,
    /** By the Windows accounts of the two services, in one domain. */
    WINDOWS
  }

  public PairOptions {
    safety = safety == null ? Safety.FULL : safety;
    wanted = wanted == null ? Wanted.RUNNING : wanted;
    authentication = authentication == null ? Authentication.CERTIFICATE : authentication;
  }

  /** The file through which that certificate is handed over, the same path on every host. */
  public Optional<String> certificateFile(String certificate) {
    if (certificateDirectory == null || certificate == null) {
      return Optional.empty();
    }
    String separator = certificateDirectory.contains("\\") ? "\\" : "/";
    String directory = certificateDirectory.replaceAll("[/\\\\]+$", "");
    String file = certificate.replaceAll("[\\\\/:*?\"<>|]", "_") + ".cer";
    return Optional.of(directory + separator + file);
  }

  /** A running high-safety session over certificates. */
  public static PairOptions defaults() {
    return new PairOptions(null, null, null, false, null, null, null, null, null);
  }
}
