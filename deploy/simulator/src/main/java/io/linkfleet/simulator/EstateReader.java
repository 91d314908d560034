package io.linkfleet.simulator;

import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.network.AzureRoots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Owns the grammar of estate.yaml: every key, its default and its rule. */
final class EstateReader {
  private static final String COLLATION = "SQL_Latin1_General_CP1_CI_AS";
  private static final Pattern INSTANCE_NAME = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern SERVER_NAME =
      Pattern.compile("[^\\\\/:*?\"<>|\\s]{1,63}(\\\\[^\\\\/:*?\"<>|\\s]{1,16})?");

  private static final Map<String, String> RECOVERY =
      Map.of("FULL", "FULL", "SIMPLE", "SIMPLE", "BULK_LOGGED", "BULK_LOGGED");
  private static final Map<String, Estate.Backup> BACKUP =
      Map.of(
          "full", Estate.Backup.FULL,
          "none", Estate.Backup.NONE,
          "copy-only", Estate.Backup.COPY_ONLY);

  private final List<String> errors = new ArrayList<>();

  static Estate read(String yaml, Map<String, String> environment) {
    EstateReader reader = new EstateReader();
    EstateYaml.Value root;
    try {
      root = EstateYaml.read(yaml);
    } catch (EstateYaml.NotYaml e) {
      throw new Estate.EstateException(List.of(e.getMessage()));
    }
    EstateNode node = new EstateNode(null, "", root, reader.errors, environment);
    Estate estate = reader.estate(node);
    node.rest();
    reader.unique(estate);
    if (!reader.errors.isEmpty()) {
      throw new Estate.EstateException(reader.errors);
    }
    return estate;
  }

  private Estate estate(EstateNode node) {
    Estate.Azure azure =
        node.child(
            "azure",
            null,
            in ->
                new Estate.Azure(
                    in.text("subscription"),
                    in.text("tenant"),
                    in.integer("port", 0, 0, 65535),
                    in.duration("operation", Duration.ofSeconds(2))));
    if (azure == null) {
      errors.add("azure: is missing");
    }
    int control =
        node.child("control", 0, in -> in.integer("port", 0, 0, 65535));
    return new Estate(
        azure,
        control,
        node.list("instances", this::instance),
        node.list("servers", this::server),
        node.list("logins", EstateReader::login));
  }

  private Estate.Instance instance(EstateNode in) {
    String name = in.text("name");
    if (!name.isEmpty() && (name.length() > 63 || !INSTANCE_NAME.matcher(name).matches())) {
      in.error("name", "must be lower-case letters, digits and single hyphens, up to 63");
    }
    String root = in.text("root", "DigiCertGlobalRootG2");
    if (!AzureRoots.isKnown(root)) {
      in.error("root", "must be one of " + String.join(", ", AzureRoots.names()));
    }
    return new Estate.Instance(
        name,
        in.text("resourceGroup"),
        in.text("location"),
        in.text("dnsZone"),
        in.text("collation", COLLATION),
        root,
        in.integer("port", ManagedInstance.NO_PORT, 0, 65535));
  }

  private Estate.Server server(EstateNode in) {
    String name = in.text("name");
    if (!name.isEmpty() && !SERVER_NAME.matcher(name).matches()) {
      in.error("name", "must be HOST or HOST\\INSTANCE");
    }
    String version = version(in);
    String edition = in.text("edition", "Developer");
    Integer engineEdition = EDITIONS.get(edition.toLowerCase(Locale.ROOT));
    if (engineEdition == null) {
      in.error("edition", "must be one of Developer, Enterprise, Express, Standard");
    }
    String host = name.split("\\\\")[0].toLowerCase(Locale.ROOT);
    return new Estate.Server(
        name,
        version,
        edition + " Edition (64-bit)",
        engineEdition == null ? 3 : engineEdition,
        in.text("collation", COLLATION),
        in.integer("port", 0, 0, 65535),
        in.text("fqdn", host + ".corp.example"),
        in.text("ip"),
        in.flag("hadr", true),
        in.flag("azureConnect", Builds.supportLink(version)),
        in.integers("traceFlags"),
        in.text("domain", null),
        serviceAccount(in),
        in.flag("agent", false),
        in.child("endpoint", null, EstateReader::endpoint),
        in.list("databases", EstateReader::database));
  }

  private static String serviceAccount(EstateNode in) {
    String account = in.text("serviceAccount", null);
    if (account != null && !account.matches("[^\\\\]+\\\\[^\\\\]+")) {
      in.error("serviceAccount", "must be DOMAIN\\name");
    }
    return account;
  }

  private static final Map<String, Integer> EDITIONS =
      Map.of("developer", 3, "enterprise", 3, "standard", 2, "express", 4);

  private static String version(EstateNode in) {
    String exact = in.text("productVersion", null);
    if (exact != null && !exact.matches("\\d+\\.\\d+\\.\\d+\\.\\d+")) {
      in.error("productVersion", "must be four numbers such as 16.0.4165.4");
      exact = null;
    }
    String ofYear = in.choice("version", null, Builds.BY_YEAR);
    if (exact == null && ofYear == null && !in.has("version") && !in.has("productVersion")) {
      in.error("version", "is missing");
    }
    return exact != null ? exact : ofYear != null ? ofYear : "0.0.0.0";
  }

  private static Estate.MirroringEndpoint endpoint(EstateNode in) {
    Map<String, Integer> authentication = new HashMap<>();
    authentication.put("WINDOWS NTLM", 1);
    authentication.put("WINDOWS KERBEROS", 2);
    authentication.put("WINDOWS NEGOTIATE", 3);
    authentication.put("WINDOWS", 3);
    Map<String, int[]> encryption = new HashMap<>();
    encryption.put("DISABLED", new int[] {0, 0});
    encryption.put("REQUIRED RC4", new int[] {1, 1});
    encryption.put("REQUIRED AES", new int[] {1, 2});
    encryption.put("SUPPORTED RC4", new int[] {1, 3});
    encryption.put("SUPPORTED AES", new int[] {1, 4});
    encryption.put("REQUIRED RC4 AES", new int[] {1, 5});
    encryption.put("REQUIRED AES RC4", new int[] {1, 6});
    encryption.put("SUPPORTED RC4 AES", new int[] {1, 7});
    encryption.put("SUPPORTED AES RC4", new int[] {1, 8});
    int[] chosen = in.choice("encryption", new int[] {1, 2}, encryption);
    return new Estate.MirroringEndpoint(
        in.text("name"),
        in.integer("port", 5022, 1024, 32767),
        in.choice("authentication", 3, authentication),
        chosen[0] == 1,
        chosen[1],
        in.choice("state", 0, Map.of("STARTED", 0, "STOPPED", 1, "DISABLED", 2)),
        in.choice("role", 3, Map.of("PARTNER", 1, "WITNESS", 2, "ALL", 3)));
  }

  private static Estate.DatabaseEntry database(EstateNode in) {
    String name = in.text("name");
    if (name.length() > 128) {
      in.error("name", "must not be longer than 128 characters");
    }
    return new Estate.DatabaseEntry(
        name,
        in.size("size", 64L << 20),
        in.choice("recovery", "FULL", RECOVERY),
        in.choice("backup", Estate.Backup.FULL, BACKUP));
  }

  private static Estate.Account login(EstateNode in) {
    return new Estate.Account(
        in.text("name"),
        in.secret("password"),
        in.choice(
            "role",
            Estate.Role.NOBODY,
            Map.of(
                "sysadmin", Estate.Role.SYSADMIN,
                "monitor", Estate.Role.MONITOR,
                "nobody", Estate.Role.NOBODY)));
  }

  private void unique(Estate estate) {
    unique("instances", estate.instances(), Estate.Instance::name);
    unique("servers", estate.servers(), Estate.Server::name);
    unique("logins", estate.logins(), Estate.Account::name);
    for (int i = 0; i < estate.servers().size(); i++) {
      Estate.Server server = estate.servers().get(i);
      unique("servers[" + i + "].databases", server.databases(), Estate.DatabaseEntry::name);
    }
  }

  private <T> void unique(String path, List<T> all, Function<T, String> name) {
    Map<String, Integer> seen = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (int i = 0; i < all.size(); i++) {
      Integer before = seen.putIfAbsent(name.apply(all.get(i)), i);
      if (before != null) {
        errors.add(path + "[" + i + "].name: is the same as " + path + "[" + before + "].name");
      }
    }
  }
}
