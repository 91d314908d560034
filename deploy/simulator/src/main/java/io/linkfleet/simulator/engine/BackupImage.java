package io.linkfleet.simulator.engine;

import java.math.BigInteger;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Owns the content of one backup set in a backup file: everything that another server needs to
 * restore it, and nothing of the data. A file is a first line that marks it and one line per set.
 *
 * @param type D full, I differential, L log
 * @param families over how many devices it was striped
 * @param databaseBackupLsn where the full backup ended that a differential builds on; 0 otherwise
 */
public record BackupImage(
    char type,
    boolean copyOnly,
    String database,
    String server,
    String productVersion,
    String user,
    String name,
    String recoveryModel,
    Instant startedAt,
    Instant finishedAt,
    BigInteger firstLsn,
    BigInteger lastLsn,
    BigInteger databaseBackupLsn,
    long sizeBytes,
    long databaseBytes,
    UUID setGuid,
    UUID databaseGuid,
    UUID familyGuid,
    UUID recoveryFork,
    String collation,
    String dataName,
    String logName,
    String dataFile,
    String logFile,
    int families,
    boolean checksums,
    boolean beginsLogChain) {

  private static final String MARK = "simulated backup file 1";

  /** The file with this set behind those in it; a fresh file when {@code before} is null. */
  public byte[] appendedTo(byte[] before) {
    String text = before == null ? MARK + "\n" : new String(before, StandardCharsets.UTF_8);
    return (text + line() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** The sets of a file, in order; empty when it is no backup file. */
  public static Optional<List<BackupImage>> read(byte[] file) {
    String[] lines = new String(file, StandardCharsets.UTF_8).split("\n");
    if (!lines[0].equals(MARK)) {
      return Optional.empty();
    }
    var sets = new ArrayList<BackupImage>();
    try {
      for (int i = 1; i < lines.length; i++) {
        sets.add(of(lines[i].split("\t", -1)));
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException damaged) {
      return Optional.empty();
    }
    return Optional.of(sets);
  }

  private String line() {
    Object[] fields = {
      type, copyOnly, database, server, productVersion, user, name, recoveryModel, startedAt,
      finishedAt, firstLsn, lastLsn, databaseBackupLsn, sizeBytes, databaseBytes, setGuid,
      databaseGuid, familyGuid, recoveryFork, collation, dataName, logName, dataFile, logFile,
      families, checksums, beginsLogChain
    };
    var line = new ArrayList<String>();
    for (Object field : fields) {
      line.add(
          URLEncoder.encode(field == null ? "" : field.toString(), StandardCharsets.UTF_8));
    }
    return String.join("\t", line);
  }

  private static BackupImage of(String[] encoded) {
    var f = new String[encoded.length];
    for (int i = 0; i < f.length; i++) {
      f[i] = URLDecoder.decode(encoded[i], StandardCharsets.UTF_8);
    }
    return new BackupImage(
        f[0].charAt(0), Boolean.parseBoolean(f[1]), f[2], f[3], f[4], f[5], f[6], f[7],
        instant(f[8]), instant(f[9]), new BigInteger(f[10]), new BigInteger(f[11]),
        new BigInteger(f[12]), Long.parseLong(f[13]), Long.parseLong(f[14]),
        UUID.fromString(f[15]), UUID.fromString(f[16]), UUID.fromString(f[17]),
        UUID.fromString(f[18]), f[19], f[20], f[21], f[22], f[23],
        Integer.parseInt(f[24]), Boolean.parseBoolean(f[25]), Boolean.parseBoolean(f[26]));
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (java.time.format.DateTimeParseException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
