package io.linkfleet.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Owns the secrets of one stack: made anew for each, kept in files that only their owner may read,
 * gone when the stack is stopped.
 *
 * <p>Every service has a directory, and so a principal at Azure, of its own; the same reference in
 * an event, {@code sql-admin}, leads those who change no server to a login with fewer rights.
 */
final class StackSecrets {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** These read a server, or take a lock there. */
  private static final Set<String> CHANGES_NO_SERVER =
      Set.of("azure-link-service", ServiceProcess.MONITOR);

  /** The reference that the fleet file names. */
  private static final String REFERENCE = "sql-admin";

  /** The name of the secret with which a service shows itself to Azure. */
  static final String TOKEN = "azure/token";

  private final Path directory;
  private final Map<String, String> simulator = new HashMap<>();

  private StackSecrets(Path directory) {
    this.directory = directory;
  }

  /** Makes the secrets for the services and for the logins of an estate. */
  static StackSecrets create(Path directory, List<EstateFile.Login> logins)
      throws IOException, StackProblem {
    StackSecrets secrets = new StackSecrets(directory);
    Map<String, String[]> byRole = new HashMap<>();
    for (EstateFile.Login login : logins) {
      String password = login.variable() == null ? login.password() : random();
      if (login.variable() != null) {
        secrets.simulator.put(login.variable(), password);
      }
      byRole.putIfAbsent(login.role(), new String[] {login.name(), password});
    }
    for (ServiceProcess service : ServiceProcess.ALL) {
      String role = CHANGES_NO_SERVER.contains(service.name()) ? "monitor" : "sysadmin";
      String[] login = byRole.get(role);
      if (login == null) {
        throw new StackProblem("The estate has no login with the role " + role + ".");
      }
      Path store = secrets.of(service);
      write(store.resolve("credentials").resolve(REFERENCE).resolve("username"), login[0]);
      write(store.resolve("credentials").resolve(REFERENCE).resolve("password"), login[1]);
      write(store.resolve(TOKEN), random());
    }
    return secrets;
  }

  /** The secret store of a service. */
  Path of(ServiceProcess service) {
    return directory.resolve(service.name());
  }

  /** The variables that the estate takes its passwords from. */
  Map<String, String> ofSimulator() {
    return Map.copyOf(simulator);
  }

  private static void write(Path file, String secret) throws IOException {
    Files.createDirectories(file.getParent(), permissions("rwx------"));
    Files.createFile(file, permissions("rw-------"));
    Files.writeString(file, secret, StandardCharsets.UTF_8);
  }

  private static FileAttribute<?>[] permissions(String mode) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  /** 192 bits, with all four kinds of characters that a password policy may ask for. */
  private static String random() {
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "-aZ7";
  }
}
