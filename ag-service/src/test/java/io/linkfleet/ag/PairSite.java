package io.linkfleet.ag;

import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkNames;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.PairOptions.Safety;
import io.linkfleet.event.PairOptions.Wanted;
import io.linkfleet.event.Samples;
import io.linkfleet.event.SourceServer;
import io.linkfleet.event.Target;
import io.linkfleet.sqlserver.Sql;
import io.linkfleet.testing.SimulatedSite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Simulated servers whose mirroring endpoints trust each other, as the first two phases do it. */
public final class PairSite {
  /** The directory that every server of {@link #estate} reaches under the same path. */
  public static final String SHARE = "\\\\backup\\mirroring";

  private PairSite() {}

  /** An estate of these servers, each with these databases as an estate writes them. */
  public static String estate(Map<String, List<String>> databases) {
    StringBuilder estate =
        new StringBuilder(
            SimulatedSite.ESTATE.substring(0, SimulatedSite.ESTATE.indexOf("servers:")));
    estate.append("servers:\n");
    int number = 11;
    for (var server : databases.entrySet()) {
      estate.append("  - name: ").append(server.getKey()).append("\n    version: 2022\n");
      estate.append("    ip: 10.20.1.").append(number++).append("\n    databases:\n");
      server.getValue().forEach(entry -> estate.append("      - {").append(entry).append("}\n"));
      if (server.getValue().isEmpty()) {
        estate.setLength(estate.length() - "\n".length());
        estate.append(" []\n");
      }
    }
    return estate.toString();
  }

  /** Gives each of these servers an endpoint with a certificate that all the others trust. */
  public static void trust(SimulatedSite site, List<String> servers) {
    for (String server : servers) {
      AgSite.run(site, server, "CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'Of-no-use-1!'");
      AgSite.run(
          site, server, "CREATE CERTIFICATE [" + server + "_cert] WITH SUBJECT = '" + server + "'");
      AgSite.run(
          site,
          server,
          """
          CREATE ENDPOINT mirroring STATE = STARTED
            AS TCP (LISTENER_PORT = 5022, LISTENER_IP = ALL)
            FOR DATABASE_MIRRORING (AUTHENTICATION = CERTIFICATE [%s_cert],
              ENCRYPTION = REQUIRED ALGORITHM AES, ROLE = ALL)
          """
              .formatted(server));
    }
    for (String host : servers) {
      for (String guest : servers) {
        if (!host.equals(guest)) {
          admit(site, host, guest);
        }
      }
    }
  }

  private static void admit(SimulatedSite site, String host, String guest) {
    byte[] der;
    try (var sql = site.servers().open(site.server(guest))) {
      der =
          sql.query(
                  "reading a certificate",
                  "SELECT CERTENCODED(CERT_ID('" + guest + "_cert'))",
                  row -> row.getBytes(1))
              .get(0);
    }
    AgSite.run(site, host, "CREATE LOGIN [" + guest + "_l] WITH PASSWORD = 'Of-no-use-1!'");
    AgSite.run(site, host, "CREATE USER [" + guest + "_u] FOR LOGIN [" + guest + "_l]");
    AgSite.run(
        site,
        host,
        "CREATE CERTIFICATE [%s_cert] AUTHORIZATION [%s_u] FROM BINARY = 0x%s"
            .formatted(guest, guest, HexFormat.of().formatHex(der)));
    AgSite.run(site, host, "GRANT CONNECT ON ENDPOINT::mirroring TO [" + guest + "_l]");
  }

  /** What the first two phases would have said about that database on these two servers. */
  public static EndpointReady asked(
      SimulatedSite site, String source, String partner, String witness, String database) {
    return asked(
        site, source, partner, witness, database, Target.Session.MIRRORING,
        PairOptions.defaults());
  }

  /** The same with more said. */
  public static EndpointReady asked(
      SimulatedSite site,
      String source,
      String partner,
      String witness,
      String database,
      Target.Session session,
      PairOptions options) {
    SourceServer from = site.server(source);
    var target =
        new Target.SqlServer(
            session, site.server(partner), witness == null ? null : site.server(witness));
    var link =
        new LinkSpec(
            LinkNames.linkId(from, database, target),
            "test",
            1,
            from,
            database,
            target,
            LinkNames.of(
                LinkNames.DEFAULT_GROUP,
                LinkNames.DEFAULT_DISTRIBUTED_GROUP,
                source,
                database,
                partner),
            new LinkOptions(SHARE, false, null, options));
    List<Evidence.Host> hosts = new ArrayList<>();
    Map<String, String> addresses = new HashMap<>();
    for (SourceServer host : target.with(from)) {
      hosts.add(
          new Evidence.Host(host.name(), host.name(), host.name() + "_cert", "00", "", null));
      addresses.put(host.name(), Sql.endpointUrl(host.endpointHost(), host.endpointPort()));
    }
    return new EndpointReady(
        link,
        new Evidence.Trust(source, source + "_cert", "00", null, null, hosts),
        new Evidence.Endpoint("mirroring", addresses.get(source), addresses),
        Samples.AT);
  }

  /** The same wish with other options. */
  public static EndpointReady with(EndpointReady event, LinkOptions options) {
    LinkSpec link = event.link();
    return new EndpointReady(
        new LinkSpec(
            link.id(), link.rollout(), link.generation() + 1, link.source(), link.database(),
            link.target(), link.names(), options),
        event.trust(),
        event.endpoint(),
        event.at());
  }

  /** The same as it comes from the first phases when that server did not answer and was spared. */
  public static EndpointReady without(EndpointReady event, String label) {
    Evidence.Trust trust = event.trust();
    return new EndpointReady(
        event.link(),
        new Evidence.Trust(
            trust.serverName(), null, null, null, null,
            trust.hosts().stream().filter(host -> !host.label().equals(label)).toList()),
        event.endpoint(),
        event.at());
  }

  /** The same wish with other options of the pair. */
  public static EndpointReady with(EndpointReady event, PairOptions pair) {
    LinkOptions options = event.link().options();
    return with(
        event,
        new LinkOptions(
            options.backupDirectory(), options.allowEndpointChange(),
            options.certificateLifetime(), pair));
  }

  /** Options of a pair; null stands for the default. */
  public static PairOptions options(
      Safety safety, String primary, Wanted wanted, boolean allowDataLoss) {
    return new PairOptions(
        safety, primary, wanted, allowDataLoss, null, null, null, null, null);
  }
}
