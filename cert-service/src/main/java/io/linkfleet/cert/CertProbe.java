package io.linkfleet.cert;

import io.linkfleet.azure.Azure;
import io.linkfleet.azure.AzureFailure;
import io.linkfleet.cert.CertState.Held;
import io.linkfleet.cert.CertState.Remote;
import io.linkfleet.cert.CertState.Server;
import io.linkfleet.cert.CertState.Upload;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.plan.Step;
import io.linkfleet.sqlserver.SqlFailure;
import io.linkfleet.sqlserver.SqlServers;
import io.linkfleet.sqlserver.SqlVisit;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Observes both sides of the trust, and takes the steps that are more than a statement. */
final class CertProbe extends SqlVisit<CertState> {
  private record Seen(Server server, boolean masterKey) {}

  private final SqlServers servers;
  private final Azure azure;
  private final Uploads uploads;
  private final Clock clock;
  private final LinkSpec link;
  private final CertPlan.Rules rules;
  private String carried;
  /** What no step of a visit changes is read once; a server's lock is held while Azure answers. */
  private Azure.Instance instance;

  private byte[] instanceCertificate;

  /**
   * A visit for a link.
   *
   * @param carried what the link brings along about an upload, or null
   * @param rules which certificate matters, and how long an upload is waited for
   */
  CertProbe(
      SqlServers servers,
      Azure azure,
      Uploads uploads,
      Clock clock,
      LinkSpec link,
      String carried,
      CertPlan.Rules rules) {
    super(servers, link.source());
    this.servers = servers;
    this.azure = azure;
    this.uploads = uploads;
    this.clock = clock;
    this.link = link;
    this.carried = carried;
    this.rules = rules;
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
    CertState here =
        new CertState(
            seen.server(),
            seen.masterKey(),
            certificates(),
            endpointCertificate,
            Optional.empty(),
            clock.instant());
    return here.with(remote(here), clock.instant());
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
  private Optional<Remote> remote(CertState here) {
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
      return Optional.of(trust(here, instance));
    } catch (AzureFailure e) {
      if (e.kind() == AzureFailure.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Remote trust(CertState here, Azure.Instance at) {
    String place = Uploads.place(link.source().address(), at);
    List<Azure.TrustCertificate> trusted = azure.trustCertificates(at);
    if (isListed(here, trusted)) {
      uploads.arrived(place, trusted);
      carried = null;
      return new Remote(at, instanceCertificate, trusted, Optional.empty());
    }
    Optional<Upload> upload =
        uploads.look(azure, at, place, trusted, carried, rules, clock.instant());
    // whoever knows of an upload carries it on, also where this visit ends at a busy server
    carried = upload.map(Upload::carried).orElse(null);
    if (upload.isEmpty()) {
      // another instance may have seen it arrive after this list was read
      trusted = azure.trustCertificates(at, uploads.lastEnd(place));
    }
    return new Remote(at, instanceCertificate, trusted, upload);
  }

  private boolean isListed(CertState here, List<Azure.TrustCertificate> trusted) {
    return here.named(rules.certificate(here))
        .filter(own -> CertChecks.isTrusted(trusted, own.thumbprint()))
        .isPresent();
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
    String place = Uploads.place(link.source().address(), upload.at());
    UploadNote intended = uploads.intend(place, Thumbprint.of(der), clock.instant());
    carried = intended.text();
    Azure.Operation operation;
    try {
      // the broker may have kept this waiting, or the process was stopped meanwhile: whoever has
      // the lock by now decides about the upload
      operation =
          azure.putTrustCertificate(upload.at(), upload.resource(), der, sql::requireAlive);
    } catch (SqlFailure e) {
      forget(place, intended);
      throw e;
    } catch (AzureFailure e) {
      if (isRefusal(e)) {
        forget(place, intended);
      }
      throw e;
    }
    carried = uploads.begun(place, intended, operation).text();
  }

  private void forget(String place, UploadNote intended) {
    uploads.forget(place, intended);
    carried = null;
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
