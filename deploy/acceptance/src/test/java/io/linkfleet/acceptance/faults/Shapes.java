package io.linkfleet.acceptance.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Owns the form in which statements and requests are compared: the names that were asked for are
 * replaced by what they are, so that a name nobody asked for stays and is noticed.
 */
final class Shapes {
  private static final String FILE = "expected-statements.txt";
  private static final Pattern BINARY = Pattern.compile("0x[0-9A-Fa-f]+");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F-]{22}");
  private static final Pattern BACKUP =
      Pattern.compile("N'(?:[^']|'')*?\\{database\\}_[0-9a-f]{8}_\\d{8}T\\d{6}Z\\.bak'");
  private static final Pattern SHARED =
      Pattern.compile("N'" + Pattern.quote(Person.SHARE) + "[^']*\\.(bak|trn)'");
  private static final Pattern FILE_OF =
      Pattern.compile("N'[A-Z]:\\\\[^']*\\{database\\}(\\.mdf|_log\\.ldf)'");
  private static final Pattern DATE = Pattern.compile("'\\d{4}-?\\d{2}-?\\d{2}'");
  private static final Pattern ADDRESS = Pattern.compile("10\\.40\\.\\d+\\.\\d+");
  private static final Pattern SPACE = Pattern.compile("\\s+");

  private final Map<String, String> names = new HashMap<>();
  private final List<String> longestFirst;

  Shapes(List<Link> links) {
    for (Link link : links) {
      names.put(link.id(), "{link}");
      names.put(link.distributedGroup(), "{distributed}");
      names.put(link.group(), "{group}");
      database(link.database());
      names.put("Cert_" + link.server() + "_endpoint", "{certificate}");
      names.put(link.server(), "{server}");
      names.put(inFile(link.database()), "{database}");
      if (link.isPair()) {
        link.pair().servers().forEach(server -> names.put(server.name(), "{server}"));
      } else {
        names.put("rg-" + link.instance(), "{resource group}");
        names.put(link.instance(), "{instance}");
      }
    }
    longestFirst =
        names.keySet().stream()
            .sorted(Comparator.comparing(String::length).reversed())
            .toList();
  }

  private static String inFile(String database) {
    String plain = database.replaceAll("[^A-Za-z0-9_-]", "_");
    return plain.substring(0, Math.min(60, plain.length()));
  }

  /** In brackets, in quotes, and plain. */
  private void database(String name) {
    names.put(name, "{database}");
    names.put(name.replace("]", "]]"), "{database}");
    names.put(name.replace("'", "''"), "{database}");
  }

  /** The kind and the text with names, keys and times replaced. */
  String of(Effect effect) {
    return effect.kind() + " " + of(effect.text());
  }

  String of(String text) {
    String shape = BINARY.matcher(text).replaceAll("0x?");
    for (String name : longestFirst) {
      shape = shape.replace(name, names.get(name));
    }
    shape = UUID.matcher(shape).replaceAll("{id}");
    shape = BACKUP.matcher(shape).replaceAll("N'{backup}'");
    shape = SHARED.matcher(shape).replaceAll("N'{backup}'");
    shape = FILE_OF.matcher(shape).replaceAll("N'{file}'");
    shape = DATE.matcher(shape).replaceAll("'{date}'");
    shape = ADDRESS.matcher(shape).replaceAll("{address}");
    return SPACE.matcher(shape).replaceAll(" ").strip();
  }

  /** The reviewed list of all that may ever reach a server or Azure. */
  static Set<String> expected() {
    try (InputStream in = Shapes.class.getResourceAsStream(FILE)) {
      if (in == null) {
        return Set.of();
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
