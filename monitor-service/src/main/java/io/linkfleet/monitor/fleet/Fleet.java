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
 * accepted, none is.
 *
 * @param name the rollout
 * @param subscription the Azure subscription of the instances
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
  }

  /**
   * One database and the instance it is linked to.
   *
   * @param path where its name stands in the file
   * @param at where the entry stands in the file
   */
  public record Wanted(
      String path, String at, String database, String instance, LinkOptions options) {}

  /** The names that the templates give for a database. */
  LinkNames names(Server server, Wanted wanted) {
    return LinkNames.of(
        groupTemplate,
        distributedGroupTemplate,
        server.label(),
        wanted.database(),
        wanted.instance());
  }

  /**
   * The links that an accepted file asks for.
   *
   * @param generation the generation of a link by its id
   */
  public List<LinkSpec> links(ToLongFunction<String> generation) {
    List<LinkSpec> links = new ArrayList<>();
    for (Server server : servers) {
      SourceServer source =
          new SourceServer(
              server.label(),
              server.host(),
              server.port(),
              server.endpointHost(),
              server.endpointPort(),
              server.credentials());
      for (Wanted wanted : server.databases()) {
        Target target = new Target.ManagedInstance(wanted.instance(), subscription);
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
}
