package io.linkfleet.event;

import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkEvent.DagCreated;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkEvent.LinkBlocked;
import io.linkfleet.event.LinkEvent.LinkCreated;
import io.linkfleet.event.LinkEvent.LinkHealth;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.LinkEvent.LinkStep;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.LinkEvent.ReplicaConnected;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One example of every event, for tests here and in the services. */
public final class Samples {
  public static final Instant AT = Instant.parse("2026-11-21T10:11:12.345Z");

  private Samples() {}

  /** A link of database Sales on SQL01 to mi-west. */
  public static LinkSpec link() {
    return link("Sales");
  }

  /** A link of that database on SQL01 to mi-west. */
  public static LinkSpec link(String database) {
    var source = new SourceServer("SQL01", "localhost", 21401, "10.10.1.11", 5022, "sql-admin");
    var target = new Target.ManagedInstance("mi-west", "11111111-2222-3333-4444-555555555555");
    return new LinkSpec(
        LinkNames.linkId(source, database, target),
        "demo",
        3,
        source,
        database,
        target,
        LinkNames.of(
            LinkNames.DEFAULT_GROUP,
            LinkNames.DEFAULT_DISTRIBUTED_GROUP,
            source.name(),
            database,
            target.name()),
        new LinkOptions("/var/opt/backups", false, Duration.ofDays(1095)));
  }

  /** Database Sales mirrored from HOST_A to HOST_B, with a witness. */
  public static LinkSpec pair() {
    return pair("Sales", Target.Session.MIRRORING);
  }

  /** That database on HOST_A, with HOST_B as its partner. */
  public static LinkSpec pair(String database, Target.Session session) {
    var source = new SourceServer("HOST_A", "localhost", 21401, "10.10.2.11", 7024, "sql-admin");
    var partner = new SourceServer("HOST_B", "localhost", 21402, "10.10.2.12", 7024, "sql-admin");
    var witness = new SourceServer("HOST_C", "localhost", 21403, "10.10.2.13", 7024, "sql-admin");
    var target =
        new Target.SqlServer(
            session, partner, session == Target.Session.MIRRORING ? witness : null);
    return new LinkSpec(
        LinkNames.linkId(source, database, target),
        "mirroring",
        1,
        source,
        database,
        target,
        LinkNames.of(
            LinkNames.DEFAULT_GROUP,
            LinkNames.DEFAULT_DISTRIBUTED_GROUP,
            source.name(),
            database,
            target.name()),
        new LinkOptions(
            "\\\\backup\\mirroring", false, Duration.ofDays(1095), PairOptions.defaults()));
  }

  /** What the hosts of {@link #pair()} show each other. */
  public static Evidence.Trust pairTrust() {
    return new Evidence.Trust(
        "HOST_A", "HOST_A_cert", "DF3C24F9BFD666761B268073FE06D1CC8D4F82A4", null, null,
        List.of(
            host("HOST_A", "DF3C24F9BFD666761B268073FE06D1CC8D4F82A4"),
            host("HOST_B", "A14B48D943EE0A0E40904F3CE0A4C09193515D3F"),
            host("HOST_C", "D69B561148F01C77C54578C10926DF5B856976AD")));
  }

  private static Evidence.Host host(String name, String thumbprint) {
    return new Evidence.Host(name, name, name + "_cert", thumbprint, "MIIBIjANBgkqhkiG", null);
  }

  /** The mirroring endpoints of {@link #pair()}. */
  public static Evidence.Endpoint pairEndpoint() {
    return new Evidence.Endpoint(
        "database_mirroring_endpoint",
        "TCP://10.10.2.11:7024",
        new TreeMap<>(
            Map.of(
                "HOST_A", "TCP://10.10.2.11:7024",
                "HOST_B", "TCP://10.10.2.12:7024",
                "HOST_C", "TCP://10.10.2.13:7024")));
  }

  /** What differs when the target is another SQL Server. */
  public static List<LinkEvent> pairs() {
    return List.of(
        new LinkRequested(pair(), AT),
        new CertCreated(pair(), pairTrust(), AT),
        new EndpointReady(pair(), pairTrust(), pairEndpoint(), AT),
        new LinkCreated(pair(), pairTrust(), pairEndpoint(), null, null, AT),
        new ReplicaConnected(pair(), "HOST_B", AT),
        new LinkHealth(
            pair(), pairReading(), "HEALTHY", "OK", "Sales on HOST_A is mirrored to HOST_B", "", AT,
            AT));
  }

  /** {@link #pair()} as its servers show it when all is well. */
  public static ReplicaReading pairReading() {
    return new ReplicaReading(
        "HOST_B", "CONNECTED", "SYNCHRONIZED", "HEALTHY", false, 0L, 0L, null,
        "37000000012300001", 0, null, null, null, null, Instant.parse("2029-11-20T00:00:00Z"),
        new PairReading(
            "FULL", "CONNECTED",
            List.of(
                new PairReading.Side(
                    "HOST_A", "PRINCIPAL", "SYNCHRONIZED", "CONNECTED", "37000000012300001"),
                new PairReading.Side(
                    "HOST_B", "MIRROR", "SYNCHRONIZED", "CONNECTED", "37000000012300001"))));
  }

  /** Trust between SQL01 and mi-west. */
  public static Evidence.Trust trust() {
    return new Evidence.Trust(
        "SQL01",
        "Cert_SQL01_endpoint",
        "DF3C24F9BFD666761B268073FE06D1CC8D4F82A4",
        "mi-west.6d710bcf372b.database.windows.net",
        "rg-data-west");
  }

  /** The mirroring endpoint of SQL01. */
  public static Evidence.Endpoint endpoint() {
    return new Evidence.Endpoint("database_mirroring_endpoint", "TCP://10.10.1.11:5022");
  }

  /** The groups of the link. */
  public static Evidence.Groups groups() {
    return new Evidence.Groups("AG_Sales", "DAG_Sales_mi_west");
  }

  /** All kinds. */
  public static List<LinkEvent> all() {
    LinkSpec link = link();
    var azure =
        new Evidence.AzureLink(
            "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-data-west"
                + "/providers/Microsoft.Sql/managedInstances/mi-west"
                + "/distributedAvailabilityGroups/DAG_Sales_mi_west",
            "LinkSynchronizing");
    var reading =
        new ReplicaReading(
            "mi-west", "CONNECTED", "SYNCHRONIZING", "HEALTHY", false, 12L, 3L, 1L,
            "37000000012300001", 0, null, null, null, "COMPLETED",
            Instant.parse("2029-11-20T00:00:00Z"), null);
    return List.of(
        new LinkRequested(link, AT),
        new CertCreated(link, trust(), AT),
        new EndpointReady(link, trust(), endpoint(), AT),
        new DagCreated(link, trust(), endpoint(), groups(), AT),
        new LinkCreated(link, trust(), endpoint(), groups(), azure, AT),
        new ReplicaConnected(link, "mi-west", AT),
        new LinkHealth(
            link, reading, "HEALTHY", "OK", "Sales replicates to mi-west", "", AT, AT),
        new LinkBlocked(
            link,
            "endpoint",
            "ENDPOINT_IN_USE",
            "SQL01: the endpoint [Hadr_endpoint] accepts no certificates",
            "Ask again with options.allowEndpointChange: true",
            AT),
        new LinkWaiting(
            link,
            "azure-link",
            "IN_PROGRESS",
            "mi-west creates the link DAG_Sales_mi_west",
            AT,
            AT.plusSeconds(2),
            1,
            "https://localhost/operation/1",
            EventCodec.json().valueToTree(new LinkRequested(link, AT)),
            AT),
        new LinkStep(
            link,
            "ag",
            "SQL01",
            "Set the recovery model of [Sales] to FULL",
            "ALTER DATABASE [Sales] SET RECOVERY FULL;",
            "DONE",
            "",
            AT));
  }
}
