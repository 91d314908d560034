package io.linkfleet.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Owns the file of what was started, so that another command, later, can stop it.
 *
 * <p>One line per process: name, number, start in milliseconds, port, log. The launcher reads the
 * first two as well, hence plain text.
 */
final class ProcessTable {
  private final Path file;

  ProcessTable(Path file) {
    this.file = file;
  }

  /** What was started, alive or not; a line that cannot be read is left out. */
  List<RunningProcess> read() {
    List<RunningProcess> all = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] part = line.split("\t");
        if (part.length == 5) {
          all.add(
              new RunningProcess(
                  part[0],
                  Long.parseLong(part[1]),
                  Instant.ofEpochMilli(Long.parseLong(part[2])),
                  Integer.parseInt(part[3]),
                  Path.of(part[4])));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (NumberFormatException e) {
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
    return all;
  }

  /** Adds one, before anything else is done with it. */
  synchronized void add(RunningProcess process) {
    List<RunningProcess> all = new ArrayList<>(read());
    all.add(process);
    write(all);
  }

  void forget() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(List<RunningProcess> all) {
    StringBuilder text = new StringBuilder();
    for (RunningProcess one : all) {
      text.append(one.name()).append('\t').append(one.pid()).append('\t');
      text.append(one.startedAt().toEpochMilli()).append('\t').append(one.port()).append('\t');
      text.append(one.log()).append('\n');
    }
    try {
      Path draft = file.resolveSibling("processes.new");
      Files.writeString(draft, text);
      Files.move(
          draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
