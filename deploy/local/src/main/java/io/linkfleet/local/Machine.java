package io.linkfleet.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Owns what is asked of the machine: free memory, a process's memory, and who has a port. */
final class Machine {
  private static final Path PROC = Path.of("/proc");

  private Machine() {}

  /** Memory that new processes may take, in MB; empty where the system does not say. */
  static OptionalLong availableMb() {
    OptionalLong system = field(PROC.resolve("meminfo"), "MemAvailable:");
    if (system.isEmpty()) {
      return system;
    }
    long kb = system.getAsLong();
    // a container may have less than its machine
    Path cgroup = Path.of("/sys/fs/cgroup");
    OptionalLong limit = number(cgroup.resolve("memory.max"));
    OptionalLong used = number(cgroup.resolve("memory.current"));
    if (limit.isPresent() && used.isPresent()) {
      OptionalLong cache = field(cgroup.resolve("memory.stat"), "inactive_file");
      long free = limit.getAsLong() - used.getAsLong() + cache.orElse(0);
      kb = Math.min(kb, free / 1024);
    }
    return OptionalLong.of(kb / 1024);
  }

  /** Resident memory of a process in MB, where the system says. */
  static OptionalLong residentMb(long pid) {
    OptionalLong kb = field(PROC.resolve(pid + "/status"), "VmRSS:");
    return kb.isPresent() ? OptionalLong.of(kb.getAsLong() / 1024) : residentByPs(pid);
  }

  private static OptionalLong residentByPs(long pid) {
    if (Files.isDirectory(PROC)) {
      return OptionalLong.empty();
    }
    try {
      Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
      String text = new String(ps.getInputStream().readAllBytes()).strip();
      return text.isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseLong(text) / 1024);
    } catch (IOException | NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** Whether the process has ended and only waits for its parent to take note. */
  static boolean isZombie(long pid) {
    return lines(PROC.resolve(pid + "/status")).stream()
        .anyMatch(line -> line.matches("State:\\s+Z.*"));
  }

  /** Whether nobody listens on the port. */
  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** A sentence about who listens on the port, as far as the system tells us. */
  static String ownerOf(int port) {
    return socketInodes(port).stream()
        .flatMap(Machine::holders)
        .findFirst()
        .map(pid -> "process " + pid + commandOf(pid))
        .orElse("another process (it belongs to somebody else, or the system does not say)");
  }

  private static List<String> socketInodes(int port) {
    String suffix = String.format(Locale.ROOT, ":%04X", port);
    return Stream.of("net/tcp", "net/tcp6")
        .flatMap(name -> lines(PROC.resolve(name)).stream())
        .map(line -> line.strip().split("\\s+"))
        // local address, remote address, state (0A: listening), ..., inode
        .filter(part -> part.length > 9 && part[1].endsWith(suffix) && part[3].equals("0A"))
        .map(part -> part[9])
        .toList();
  }

  private static Stream<Long> holders(String inode) {
    return ProcessHandle.allProcesses()
        .map(ProcessHandle::pid)
        .filter(
            pid -> {
              try (Stream<Path> open = Files.list(PROC.resolve(pid + "/fd"))) {
                return open.anyMatch(file -> isSocket(file, inode));
              } catch (IOException e) {
                return false; // gone, or not ours to look at
              }
            });
  }

  private static boolean isSocket(Path file, String inode) {
    try {
      return Files.readSymbolicLink(file).toString().equals("socket:[" + inode + "]");
    } catch (IOException e) {
      return false;
    }
  }

  private static String commandOf(long pid) {
    // the program only: arguments may hold what is not ours to print
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().command())
        .map(command -> " (" + command + ")")
        .orElse("");
  }

  private static OptionalLong field(Path file, String name) {
    return lines(file).stream()
        .filter(line -> line.startsWith(name))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .filter(digits -> !digits.isEmpty())
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static OptionalLong number(Path file) {
    return lines(file).stream()
        .limit(1)
        .filter(line -> line.matches("\\d+"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      return List.of();
    }
  }
}
