package io.linkfleet.ag;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * Where a full backup goes: a file of its own for every server, database and second, so that no
 * backup is added to another's file, not even in a directory that several servers share.
 */
final class BackupFile {
  private static final int LONGEST = 60;
  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private BackupFile() {}

  /**
   * The path of the file.
   *
   * @param directory a directory on the server; null leaves it to the server, which puts a bare
   *     file name into its default backup directory
   */
  static String path(String directory, String server, String database, Instant at) {
    String plain = database.replaceAll("[^A-Za-z0-9_-]", "_");
    String file =
        plain.substring(0, Math.min(LONGEST, plain.length()))
            + "_"
            + digest(server + "\n" + database)
            + "_"
            + SECOND.format(at)
            + ".bak";
    if (directory == null) {
      return file;
    }
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
