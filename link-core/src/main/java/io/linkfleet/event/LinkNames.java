package io.linkfleet.event;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The names of a link's two availability groups, made from templates so that they are unique and
 * valid on SQL Server and on the managed instance whatever the database is called.
 *
 * <p>The distributed availability group's name is also the name of the link resource, so it obeys
 * the stricter rule of the two sides: {@code ^[#a-zA-Z_][\w@#$]*$}, 1 to 128 characters (Azure SQL
 * REST specification). A name that had to be changed to obey carries eight hexadecimal digits of a
 * digest of the original, so different databases never share a group.
 *
 * @param availabilityGroup name of the availability group on SQL Server
 * @param distributedAvailabilityGroup name of the distributed availability group and of the link
 */
public record LinkNames(String availabilityGroup, String distributedAvailabilityGroup) {
  /** The template of the seed article for availability groups. */
  public static final String DEFAULT_GROUP = "AG_{database}";

  /** One database may be linked to several instances, so the instance is part of the name. */
  public static final String DEFAULT_DISTRIBUTED_GROUP = "DAG_{database}_{instance}";

  private static final int LONGEST = 100;

  /**
   * Fills in the templates.
   *
   * @param groupTemplate may hold {@code {database}}, {@code {server}} and {@code {instance}}
   * @param distributedGroupTemplate likewise
   */
  public static LinkNames of(
      String groupTemplate,
      String distributedGroupTemplate,
      String server,
      String database,
      String instance) {
    return new LinkNames(
        fill(groupTemplate, server, database, instance),
        fill(distributedGroupTemplate, server, database, instance));
  }

  private static String fill(String template, String server, String database, String instance) {
    String exact =
        template
            .replace("{server}", server)
            .replace("{instance}", instance.replace('-', '_'))
            .replace("{database}", database);
    String plain = exact.replaceAll("[^A-Za-z0-9_]", "_");
    if (!plain.matches("[A-Za-z_].*")) {
      plain = "_" + plain;
    }
    if (plain.equals(exact) && plain.length() <= LONGEST) {
      return plain;
    }
    // the instance only where the template names it: a database has one group however many links
    String told = template.contains("{instance}") ? instance : "";
    String digest = digest(server + "\n" + database + "\n" + told + "\n" + template);
    return plain.substring(0, Math.min(plain.length(), LONGEST - 9)) + "_" + digest;
  }

  /**
   * The id of the link: readable, safe in a path, the same for the same wish, and beginning with the
   * server so that one server's links share a partition.
   */
  public static String linkId(SourceServer server, String database, Target target) {
    return slug(server.address(), 40)
        + "."
        + slug(database, 40)
        + "."
        + digest(server.address() + "\n" + database + "\n" + target.identity());
  }

  private static String slug(String text, int longest) {
    String plain =
        text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    return plain.isEmpty() ? "x" : plain.substring(0, Math.min(longest, plain.length()));
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
