package io.linkfleet.endpoint;

import io.linkfleet.endpoint.EndpointState.Endpoint;
import io.linkfleet.endpoint.EndpointState.Listener;
import io.linkfleet.event.SourceServer;
import io.linkfleet.sqlserver.SqlFailure;
import io.linkfleet.sqlserver.SqlServers;
import io.linkfleet.sqlserver.SqlVisit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Observes the mirroring endpoint of a server. */
final class EndpointProbe extends SqlVisit<EndpointState> {
  private record Use(int groups, int mirrored, boolean seesAll) {}

  EndpointProbe(SqlServers servers, SourceServer server) {
    super(servers, server);
  }

  @Override
  public EndpointState observe() {
    Use use =
        sql.query(
                "reading what uses the mirroring endpoint",
                EndpointSql.USE,
                row ->
                    new Use(
                        row.getInt("groups"), row.getInt("mirrored"), row.getInt("sees_all") == 1))
            .get(0);
    if (!use.seesAll()) {
      // the catalog views hide what the login may not see: nothing would look like everything gone
      throw SqlFailure.of(
          SqlFailure.Kind.PERMISSION, sql.server(), "the login lacks VIEW ANY DEFINITION");
    }
    List<Listener> listeners =
        sql.query(
            "reading the TCP endpoints",
            EndpointSql.LISTENERS,
            row -> new Listener(row.getString("name"), row.getInt("port")));
    List<String> certificates =
        sql.query(
            "reading the certificates with a private key",
            EndpointSql.CERTIFICATES,
            row -> row.getString("name"));
    return new EndpointState(
        endpoint(), listeners, new HashSet<>(certificates), use.groups(), use.mirrored());
  }

  private Optional<Endpoint> endpoint() {
    return sql
        .query("reading the mirroring endpoint", EndpointSql.ENDPOINTS, Endpoint::of)
        .stream()
        .findFirst();
  }
}
