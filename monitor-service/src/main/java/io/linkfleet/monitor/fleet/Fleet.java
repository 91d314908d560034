package io.linkfleet.monitor.fleet;

import io.linkfleet.event.LinkNames;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.SourceServer;
import io.linkfleet.event.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * What a fleet file says, with defaults filled in.
 *
 * <p>While it is being checked, values that are missing or of the wrong type are null; once it is
 * accepted, none is that says nothing else.
 *
 * @param name the rollout
 * @param subscription the Azure subscription of the instances; null when there are only pairs
 * @param groupTemplate template for the names of availability groups
 * @param distributedGroupTemplate template for the names of distributed availability groups
 * @param servers the servers in the order of the file
 */
public record Fleet(
    String name,
    String subscription,
    String groupTemplate,
    String distributedGroupTemplate,
    List<Server> servers) {

  /**
   * One SQL Server.
   *
   * @param path where it stands in the file
   */
  public record Server(
      String path,
      String label,
      String host,
      Integer port,
      String endpointHost,
      Integer endpointPort,
      String credentials,
      List<Wanted> databases) {

    /** Host names do not differ by case. */
    String address() {
      return host == null || port == null ? null : host.toLowerCase(Locale.ROOT) + ":" + port;
    }

    /** As events name it. */
    SourceServer known() {
      return new SourceServer(label, host, port, endpointHost, endpointPort, credentials);
    }
  }

  /**
   * One database and what it is replicated to: an instance or a partner.
   *
   * @param path where its name stands in the file
   * @param at where the entry stands in the file
   * @param instance the managed instance; null for a pair
   * @param pair the partner; null for a managed instance
   */
  public record Wanted(
      String path,
      String at,
      String database,
      String instance,
      Pair pair,
      LinkOptions options) {

    /** What the target is called: in names, and to people. */
    String target() {
      return pair == null ? instance : pair.partner();
    }

    boolean isMirrored() {
      return pair != null && pair.session() == Target.Session.MIRRORING;
    }
  }

  /**
   * The other servers of a pair, by their labels.
   *
   * @param path where the partner is named
   * @param witnessPath where the witness is named
   * @param witness null when there is none
   */
  public record Pair(
      String path,
      Target.Session session,
      String partner,
      String witnessPath,
      String witness) {}

  /** The server of that label, whatever its case; null when there is none. */
  Server server(String label) {
    return servers.stream()
        .filter(server -> label != null && label.equalsIgnoreCase(server.label()))
        .findFirst()
        .orElse(null);
  }

  /** The names that the templates give for a database. */
  LinkNames names(Server server, Wanted wanted) {
    return LinkNames.of(
        groupTemplate,
        distributedGroupTemplate,
        server.label(),
        wanted.database(),
        wanted.target());
  }

  /**
   * The links that an accepted file asks for.
   *
   * @param generation the generation of a link by its id
   */
  public List<LinkSpec> links(ToLongFunction<String> generation) {
    List<LinkSpec> links = new ArrayList<>();
    for (Server server : servers) {
      SourceServer source = server.known();
      for (Wanted wanted : server.databases()) {
        Target target = target(wanted);
        String id = LinkNames.linkId(source, wanted.database(), target);
        links.add(
            new LinkSpec(
                id,
                name,
                generation.applyAsLong(id),
                source,
                wanted.database(),
                target,
                names(server, wanted),
                wanted.options()));
      }
    }
    return links;
  }

  private Target target(Wanted wanted) {
    Pair pair = wanted.pair();
    return pair == null
        ? new Target.ManagedInstance(wanted.instance(), subscription)
        : new Target.SqlServer(
            pair.session(),
            server(pair.partner()).known(),
            pair.witness() == null ? null : server(pair.witness()).known());
  }
}
