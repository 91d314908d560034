package io.linkfleet.cert;

import io.linkfleet.azure.Azure;
import io.linkfleet.azure.AzureFailure;
import io.linkfleet.cert.CertState.Held;
import io.linkfleet.cert.CertState.Remote;
import io.linkfleet.cert.CertState.Server;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.SqlServers;
import io.linkfleet.sqlserver.SqlVisit;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Observes both sides of the trust, and takes the steps that are more than a statement. */
final class CertProbe extends SqlVisit<CertState> {
  private record Seen(Server server, boolean masterKey) {}

  private final SqlServers servers;
  private final Azure azure;
  private final Uploads uploads;
  private final Clock clock;
  private final LinkSpec link;
  private final Consumer<String> note;
  private String carried;
  /** What no step of a visit changes is read once; a server's lock is held while Azure answers. */
  private Azure.Instance instance;

  private byte[] instanceCertificate;

  CertProbe(
      SqlServers servers,
      Azure azure,
      Uploads uploads,
      Clock clock,
      LinkSpec link,
      String carried,
      Consumer<String> note) {
    super(servers, link.source());
    this.servers = servers;
    this.azure = azure;
    this.uploads = uploads;
    this.clock = clock;
    this.link = link;
    this.carried = carried;
    this.note = note;
  }

  @Override
  public CertState observe() {
    Seen seen =
        sql.query(
                "reading what the server is",
                CertSql.SERVER,
                row ->
                    new Seen(
                        new Server(
                            row.getString("name"),
                            row.getString("version"),
                            row.getString("collation"),
                            row.getInt("hadr") == 1,
                            row.getInt("issuers") > 0),
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
    return new CertState(
        seen.server(),
        seen.masterKey(),
        certificates(),
        endpointCertificate,
        remote(),
        clock.instant());
  }

  private List<Held> certificates() {
    return sql.query(
        "reading the certificates",
        CertSql.CERTIFICATES,
        row ->
            new Held(
                row.getString("name"),
                Thumbprint.text(row.getBytes("thumbprint")),
                row.getString("pvt_key_encryption_type").strip(),
                // SQL Server keeps the dates of certificates in UTC
                row.getObject("expiry_date", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getBoolean("is_active_for_begin_dialog")));
  }

  /** Nothing when there is no such instance; 403 is thrown, as a question of permissions. */
  private Optional<Remote> remote() {
    var target = link.instance();
    try {
      if (instance == null) {
        Optional<Azure.Instance> found = azure.instance(target.subscription(), target.name());
        if (found.isEmpty()) {
          return Optional.empty();
        }
        instanceCertificate = azure.endpointCertificate(found.get());
        instance = found.get();
      }
      Azure.Instance at = instance;
      List<Azure.TrustCertificate> trusted = azure.trustCertificates(at);
      Optional<CertState.Upload> upload =
          uploads.look(azure, link.source().address(), at, trusted, carried);
      // whoever knows of an upload carries it on, also where this visit ends at a busy server
      upload
          .filter(begun -> !(begun.operation() instanceof Azure.Operation.Failed))
          .ifPresent(begun -> carried = begun.carried());
      return Optional.of(new Remote(at, instanceCertificate, trusted, upload));
    } catch (AzureFailure e) {
      if (e.kind() == AzureFailure.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public void apply(Step step) {
    if (step.action() instanceof CertAction.CreateMasterKey key) {
      String password = servers.secrets().findOrGenerate(key.secret());
      sql.execute(step.sentence(), CertSql.createMasterKey(password));
    } else if (step.action() instanceof CertAction.Upload upload) {
      byte[] der =
          sql.query(
                  "reading the certificate to publish",
                  CertSql.DER,
                  row -> row.getBytes("der"),
                  upload.certificate())
              .get(0);
      publish(upload, der);
    } else {
      super.apply(step);
    }
  }

  /** Azure shows nothing of an upload before it is done, so it is noted before it is begun. */
  private void publish(CertAction.Upload upload, byte[] der) {
    String server = link.source().address();
    String thumbprint = Thumbprint.of(der);
    carried = uploads.intend(server, upload.at(), thumbprint, clock.instant());
    note.accept(carried);
    try {
      var operation = azure.putTrustCertificate(upload.at(), upload.resource(), der);
      carried = uploads.begin(server, upload.at(), thumbprint, operation, clock.instant());
    } catch (AzureFailure e) {
      if (isRefusal(e)) {
        uploads.forget(server, upload.at());
        carried = null;
      }
      throw e;
    }
  }

  /** Whether Azure said no; without an answer, or with a broken one, it may have begun. */
  private static boolean isRefusal(AzureFailure e) {
    return e.kind() != AzureFailure.Kind.UNREACHABLE || e.status() == 503;
  }

  @Override
  public Optional<String> carried() {
    return Optional.ofNullable(carried);
  }
}
