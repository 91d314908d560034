package io.linkfleet.ag;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * Where a backup goes: a file of its own for every server, database and second, so that no
 * backup is added to another's file, not even in a directory that several servers share.
 */
public final class BackupFile {
  private static final int LONGEST = 60;
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter MILLISECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

  private BackupFile() {}

  /**
   * The path of the file.
   *
   * @param directory a directory on the server; null leaves it to the server, which puts a bare
   *     file name into its default backup directory
   */
  static String path(String directory, String server, String database, Instant at) {
    return path(directory, server, database, SECOND.format(at) + ".bak");
  }

  /**
   * A file of its own for every millisecond, for backups that follow each other.
   *
   * @param ending {@code .bak}, or {@code .trn} for a backup of the log
   */
  public static String path(
      String directory, String server, String database, Instant at, String ending) {
    return path(directory, server, database, MILLISECOND.format(at) + ending);
  }

  private static String path(String directory, String server, String database, String end) {
    String plain = database.replaceAll("[^A-Za-z0-9_-]", "_");
    String file =
        plain.substring(0, Math.min(LONGEST, plain.length()))
            + "_"
            + digest(server + "\n" + database)
            + "_"
            + end;
    return directory == null ? file : in(directory, file);
  }

  /** The path of a file in a directory. */
  public static String in(String directory, String file) {
    // a Windows path may be written with either, a Linux path holds no backslash
    String separator = directory.contains("\\") ? "\\" : "/";
    return directory.endsWith("\\") || directory.endsWith("/")
        ? directory + file
        : directory + separator + file;
  }

  private static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
