package io.linkfleet.sqlserver;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/**
 * The secret store: secrets by name, from configuration, from the environment or from mounted
 * files, and the ones that Linkfleet generated itself.
 *
 * <p>A secret {@code a/b} is looked for as the property {@code linkfleet.secrets."a/b"} and then as
 * the file {@code a/b} below {@code linkfleet.secrets.directory}. Generated secrets are written
 * there, readable by the owner alone, before they are used.
 */
@ApplicationScoped
public class Secrets {
  private static final String ALPHABET =
      "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_.!";
  private final Config config;
  private final SecureRandom random = new SecureRandom();

  public Secrets(Config config) {
    this.config = config;
  }

  /**
   * A text of a fleet file as one part of a secret's name. Such a text may hold slashes and dots, and
   * must not lead to another secret or out of the store; one that is changed gets a digest, so that
   * two of them never share a secret.
   */
  public static String part(String text) {
    String plain = text.replaceAll("[^A-Za-z0-9._-]", "_");
    if (plain.equals(text) && !plain.startsWith(".")) {
      return plain;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "_" + plain + "_" + HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The secret of that name, if there is one. */
  public Optional<String> find(String name) {
    Optional<String> configured =
        config.getOptionalValue("linkfleet.secrets.\"" + name + "\"", String.class);
    return configured.isPresent() ? configured : read(name);
  }

  /**
   * The secret of that name, generated and kept when there is none.
   *
   * @throws SqlFailure when none is there and no directory to keep it in is configured
   */
  public String findOrGenerate(String name) {
    Optional<String> found = find(name);
    if (found.isPresent()) {
      return found.get();
    }
    keep(name, generate());
    // another process may have been first; what is on disk counts
    return read(name).orElseThrow();
  }

  /** 40 characters of four kinds, about 235 bits. */
  private String generate() {
    Supplier<String> one =
        () -> {
          StringBuilder text = new StringBuilder();
          for (int i = 0; i < 40; i++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
          }
          return text.toString();
        };
    String candidate = one.get();
    while (!candidate.matches("(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])(?=.*[-_.!]).*")) {
      candidate = one.get();
    }
    return candidate;
  }

  private Optional<Path> directory() {
    return config.getOptionalValue("linkfleet.secrets.directory", Path.class);
  }

  private Path file(Path directory, String name) {
    Path file = directory.resolve(name).normalize();
    if (!file.startsWith(directory.normalize()) || name.isBlank()) {
      throw SqlFailure.of(SqlFailure.Kind.LOGIN, name, "not a name for a secret");
    }
    return file;
  }

  private Optional<String> read(String name) {
    return directory()
        .map(directory -> file(directory, name))
        .filter(file -> Files.isRegularFile(file, new LinkOption[0]))
        .map(
            file -> {
              try {
                return Files.readString(file).strip();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private void keep(String name, String secret) {
    Path directory =
        directory()
            .orElseThrow(
                () ->
                    SqlFailure.of(
                        SqlFailure.Kind.LOGIN,
                        "secret store",
                        "there is no secret '"
                            + name
                            + "', and linkfleet.secrets.directory, where a generated one could be"
                            + " kept, is not set"));
    Path file = file(directory, name);
    try {
      Files.createDirectories(file.getParent());
      var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
      Path draft = Files.createTempFile(file.getParent(), ".new", "", owner);
      try (FileChannel out = FileChannel.open(draft, Set.of(StandardOpenOption.WRITE))) {
        out.write(java.nio.ByteBuffer.wrap(secret.getBytes(StandardCharsets.UTF_8)));
        out.force(true);
      }
      try {
        // a hard link fails when the name is taken, so the first writer wins
        Files.createLink(file, draft);
      } catch (FileAlreadyExistsException e) {
        // somebody else generated it first
      } catch (UnsupportedOperationException | AtomicMoveNotSupportedException e) {
        Files.move(draft, file);
      } finally {
        Files.deleteIfExists(draft);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the secret '" + name + "' in " + directory, e);
    }
  }
}
