package io.linkfleet.endpoint.pair;

import io.linkfleet.endpoint.EndpointSql;
import io.linkfleet.endpoint.EndpointState.Endpoint;
import io.linkfleet.endpoint.EndpointState.Listener;
import io.linkfleet.endpoint.pair.PairState.Connect;
import io.linkfleet.endpoint.pair.PairState.Held;
import io.linkfleet.endpoint.pair.PairState.Host;
import io.linkfleet.endpoint.pair.PairState.Inbound;
import io.linkfleet.endpoint.pair.PairState.Login;
import io.linkfleet.endpoint.pair.PairState.Outbound;
import io.linkfleet.endpoint.pair.PairState.User;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.SourceServer;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.HostsVisit;
import io.linkfleet.sqlserver.SqlConnection;
import io.linkfleet.sqlserver.SqlServers;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Observes the endpoints of a pair's servers and who may connect to them. */
final class PairProbe extends HostsVisit<PairState> {
  private static final int EXPRESS = 4;

  private record Use(int groups, int mirrored) {}

  private record Witness(int sessions, boolean express) {}

  private final SqlServers servers;
  private final CertCreated event;

  PairProbe(SqlServers servers, CertCreated event) {
    super(servers, event.link().hosts(), event.link()::canSpare);
    this.servers = servers;
    this.event = event;
  }

  @Override
  public PairState observe() {
    Map<String, Host> hosts = new LinkedHashMap<>();
    for (SourceServer host : event.link().hosts()) {
      if (reached(host.name())) {
        SqlConnection sql = on(host.name());
        hosts.put(host.name(), new Host(host.name(), outbound(sql), inbound(sql, host.name())));
      }
    }
    return new PairState(hosts);
  }

  private static Outbound outbound(SqlConnection sql) {
    Use use =
        sql.query(
                "reading what uses the mirroring endpoint",
                EndpointSql.USE,
                row -> new Use(row.getInt("groups"), row.getInt("mirrored")))
            .get(0);
    Witness witness =
        sql.query(
                "reading what it is the witness of, and its edition",
                PairSql.WITNESSED,
                row -> new Witness(row.getInt("sessions"), row.getInt("edition") == EXPRESS))
            .get(0);
    Optional<Endpoint> endpoint =
        sql.query("reading the mirroring endpoint", EndpointSql.ENDPOINTS, Endpoint::of).stream()
            .findFirst();
    return new Outbound(
        endpoint,
        sql.query(
            "reading the TCP endpoints",
            EndpointSql.LISTENERS,
            row -> new Listener(row.getString("name"), row.getInt("port"))),
        use.groups(),
        use.mirrored(),
        witness.sessions(),
        witness.express());
  }

  private Inbound inbound(SqlConnection sql, String label) {
    return new Inbound(
        sql.query(
            "reading the certificates",
            PairSql.CERTIFICATES,
            row ->
                new Held(
                    row.getString("name"),
                    HexFormat.of().withUpperCase().formatHex(row.getBytes("thumbprint")),
                    !row.getString("pvt_key_encryption_type").strip().equals("NA"),
                    row.getString("owner"))),
        sql.query(
            "reading the logins",
            PairSql.LOGINS,
            row ->
                new Login(
                    row.getString("name"),
                    row.getString("type").strip(),
                    row.getBoolean("is_disabled"),
                    row.getInt("administrator") == 1,
                    row.getString("user_name"))),
        sql.query(
            "reading the users of master", PairSql.USERS, row -> new User(row.getString("name"))),
        sql.query(
            "reading who may connect to the endpoint",
            PairSql.CONNECT,
            row -> new Connect(row.getString("name"), row.getString("state").equals("D"))),
        kept(label),
        files(sql, label));
  }

  private Set<String> kept(String on) {
    Set<String> kept = new HashSet<>();
    for (Evidence.Host other : event.trust().hosts()) {
      boolean there = servers.secrets().find(PairNames.secret(on, other.label())).isPresent();
      if (there && !other.label().equals(on)) {
        kept.add(other.label());
      }
    }
    return kept;
  }

  private Set<String> files(SqlConnection sql, String on) {
    Set<String> files = new HashSet<>();
    for (Evidence.Host other : event.trust().hosts()) {
      var file = event.link().options().pair().certificateFile(other.certificate());
      if (file.isPresent()
          && !other.label().equals(on)
          && sql.query(
                  "looking for the file of a certificate",
                  PairSql.FILE,
                  row -> row.getInt(1) == 1,
                  file.get())
              .get(0)) {
        files.add(file.get());
      }
    }
    return files;
  }

  @Override
  public void apply(Step step) {
    if (step.action() instanceof PairAction login) {
      String password = servers.secrets().findOrGenerate(login.secret());
      on(login.server())
          .execute(step.sentence(), PairSql.createLogin(login.login(), password));
    } else {
      super.apply(step);
    }
  }
}
