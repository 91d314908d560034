package io.linkfleet.cli;

import io.linkfleet.local.ServiceProcess;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Owns {@code logs}: the output of one process of the stack, also after it has ended. */
@Command(name = "logs", description = "Shows the log of a process of the stack.")
final class LogsCommand implements Callable<Integer> {
  private static final int CHUNK = 1 << 16;
  private static final long LOOK_EVERY_MS = 250;
  private final Context context;

  @Parameters(
      paramLabel = "SERVICE",
      description =
          "cert, endpoint, ag, azure-link, monitor (each with or without -service), kafka or"
              + " simulator")
  private String service;

  @Option(names = "-f", description = "go on showing what is added, until Ctrl-C")
  private boolean follow;

  @Option(names = "-n", paramLabel = "LINES", description = "last lines to show (${DEFAULT-VALUE})")
  private int lines = 50;

  LogsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path log = context.layout().log(name());
    if (!Files.exists(log)) {
      throw new Problem(Exit.NO_STACK, "There is no log yet: no stack was started here.");
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      String last = lastLines(file);
      if (!last.isEmpty()) {
        context.terminal().write(last);
      }
      while (follow) {
        Thread.sleep(LOOK_EVERY_MS);
        if (file.length() < file.getFilePointer()) {
          file.seek(0); // a new stack began a new log
        }
        context.terminal().write(rest(file));
      }
    }
    return Exit.OK;
  }

  private String name() {
    List<String> known = new ArrayList<>(List.of("kafka", "simulator"));
    ServiceProcess.ALL.forEach(one -> known.add(one.name()));
    for (String name : known) {
      if (name.equals(service) || name.equals(service + "-service")) {
        return name;
      }
    }
    throw new Problem(
        Exit.UNABLE, "There is no '" + service + "'. There are: " + String.join(", ", known) + ".");
  }

  /** Reads backwards until there are enough lines, so that a long log costs nothing. */
  private String lastLines(RandomAccessFile file) throws IOException {
    long start = file.length();
    int breaks = 0;
    byte[] chunk = new byte[CHUNK];
    while (start > 0 && breaks <= lines) {
      int size = (int) Math.min(CHUNK, start);
      file.seek(start - size);
      file.readFully(chunk, 0, size);
      for (int i = size - 1; i >= 0 && breaks <= lines; i--) {
        breaks += chunk[i] == '\n' ? 1 : 0;
        start--;
        if (breaks > lines) {
          start++;
        }
      }
    }
    file.seek(start);
    return rest(file);
  }

  private static String rest(RandomAccessFile file) throws IOException {
    byte[] bytes = new byte[(int) Math.min(file.length() - file.getFilePointer(), 64 << 20)];
    file.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
