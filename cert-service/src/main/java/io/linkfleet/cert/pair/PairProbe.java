package io.linkfleet.cert.pair;

import io.linkfleet.cert.CertSql;
import io.linkfleet.cert.Thumbprint;
import io.linkfleet.cert.pair.PairState.About;
import io.linkfleet.cert.pair.PairState.Held;
import io.linkfleet.cert.pair.PairState.Host;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.SourceServer;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.HostsVisit;
import io.linkfleet.sqlserver.SqlConnection;
import io.linkfleet.sqlserver.SqlServers;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Observes what the servers of a pair can show each other. */
final class PairProbe extends HostsVisit<PairState> {
  private record Seen(About about, boolean masterKey) {}

  private final SqlServers servers;
  private final Clock clock;
  private final PairPlan.Rules rules;
  private final LinkSpec link;

  PairProbe(SqlServers servers, Clock clock, PairPlan.Rules rules, LinkSpec link) {
    super(servers, link.hosts(), link::canSpare);
    this.servers = servers;
    this.clock = clock;
    this.rules = rules;
    this.link = link;
  }

  @Override
  public PairState observe() {
    return new PairState(
        link.hosts().stream()
            .map(SourceServer::name)
            .filter(this::reached)
            .map(this::host)
            .toList(),
        clock.instant());
  }

  private Host host(String label) {
    SqlConnection sql = on(label);
    Seen seen =
        sql.query(
                "reading what the server is",
                PairSql.HOST,
                row ->
                    new Seen(
                        new About(
                            row.getString("name"),
                            row.getString("machine"),
                            row.getString("domain"),
                            row.getString("service")),
                        row.getInt("master_keys") > 0))
            .get(0);
    Optional<String> endpointCertificate =
        sql
            .query(
                "reading the certificate of the mirroring endpoint",
                CertSql.ENDPOINT_CERTIFICATE,
                row -> row.getString("name"))
            .stream()
            .findFirst();
    return new Host(
        label,
        seen.about(),
        seen.masterKey(),
        certificates(sql),
        endpointCertificate,
        exported(sql, endpointCertificate.orElseGet(() -> rules.name(seen.about()))));
  }

  private static List<Held> certificates(SqlConnection sql) {
    return sql.query(
        "reading the certificates",
        PairSql.CERTIFICATES,
        row ->
            new Held(
                row.getString("name"),
                Thumbprint.text(row.getBytes("thumbprint")),
                row.getString("pvt_key_encryption_type").strip(),
                utc(row.getObject("start_date", LocalDateTime.class)),
                utc(row.getObject("expiry_date", LocalDateTime.class)),
                Base64.getEncoder().encodeToString(row.getBytes("der"))));
  }

  private static Instant utc(LocalDateTime inUtc) {
    return inUtc.toInstant(ZoneOffset.UTC);
  }

  /** The server's own file, when certificates are handed over as files and it is there. */
  private List<String> exported(SqlConnection sql, String certificate) {
    return link.options().pair().certificateFile(certificate).stream()
        .filter(
            file ->
                sql.query(
                        "looking for the file of the certificate",
                        PairSql.FILE,
                        row -> row.getInt(1) == 1,
                        file)
                    .get(0))
        .toList();
  }

  @Override
  public void apply(Step step) {
    if (step.action() instanceof PairAction key) {
      String password = servers.secrets().findOrGenerate(key.secret());
      on(key.server()).execute(step.sentence(), CertSql.createMasterKey(password));
    } else {
      super.apply(step);
    }
  }
}
