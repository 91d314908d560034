package io.linkfleet.ag.mirroring;

import io.linkfleet.ag.BackupFile;
import io.linkfleet.ag.mirroring.MirroringState.Database;
import io.linkfleet.ag.mirroring.MirroringState.DatabaseFile;
import io.linkfleet.ag.mirroring.MirroringState.Host;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.PairOptions;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Where backup files lie for either server, and where the partner puts the files of its copy. */
final class HandOver {
  private final LinkOptions options;
  private final PairOptions pair;

  HandOver(LinkOptions options) {
    this.options = options;
    this.pair = options.pair() == null ? PairOptions.defaults() : options.pair();
  }

  /** Whether there is a directory through which a new backup can be handed over. */
  boolean isPossible() {
    return isSet(options.backupDirectory());
  }

  /** A new file, as the source writes it. */
  String newFile(String server, String database, Instant at, String ending) {
    return BackupFile.path(options.backupDirectory().strip(), server, database, at, ending);
  }

  /**
   * The same file as the partner reads it; empty for one on a drive of the source, from which
   * nobody hands over files.
   */
  Optional<String> asPartner(String path) {
    boolean share = path.startsWith("\\\\");
    boolean handedOver =
        isPossible() && same(directory(path), options.backupDirectory().strip());
    if (isSet(pair.restoreDirectory()) && (handedOver || !share)) {
      return Optional.of(BackupFile.in(pair.restoreDirectory().strip(), file(path)));
    }
    return share || handedOver ? Optional.of(path) : Optional.empty();
  }

  /**
   * Which files of the database the partner puts elsewhere, by their logical names: where somebody
   * said so, or where the source has them in its default directory and the partner has another.
   */
  Map<String, String> moves(Host source, Host partner, Database database) {
    Map<String, String> moves = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (DatabaseFile file : database.files()) {
      String path = BackupFile.in(target(file, source, partner), file(file.path()));
      if (!taken.add(path.toLowerCase(Locale.ROOT))) {
        path = BackupFile.in(directory(path), taken.size() + "_" + file(path));
        taken.add(path.toLowerCase(Locale.ROOT));
      }
      if (!path.equalsIgnoreCase(file.path())) {
        moves.put(file.logicalName(), path);
      }
    }
    return moves;
  }

  private String target(DatabaseFile file, Host source, Host partner) {
    String asked = file.log() ? pair.logDirectory() : pair.dataDirectory();
    if (isSet(asked)) {
      return asked.strip();
    }
    String own = directory(file.path());
    String here = file.log() ? source.logDirectory() : source.dataDirectory();
    String there = file.log() ? partner.logDirectory() : partner.dataDirectory();
    return here != null && there != null && same(own, here) ? there : own;
  }

  private static boolean isSet(String directory) {
    return directory != null && !directory.isBlank();
  }

  /** Whether both name one directory; case counts on Linux only, where nobody relies on it. */
  private static boolean same(String one, String other) {
    return bare(one).equalsIgnoreCase(bare(other));
  }

  private static String bare(String directory) {
    return directory.replaceAll("[\\\\/]+$", "");
  }

  private static String directory(String path) {
    return path.substring(0, Math.max(0, end(path)));
  }

  private static String file(String path) {
    return path.substring(end(path) + 1);
  }

  private static int end(String path) {
    return Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/'));
  }
}
