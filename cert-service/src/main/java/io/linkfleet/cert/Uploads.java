package io.linkfleet.cert;

import io.linkfleet.azure.Azure;
import io.linkfleet.azure.Azure.Operation;
import io.linkfleet.cert.CertState.Upload;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Owns what is done about an upload from the intention to its end, so that all links of a server
 * share one, whichever instance of this service has them.
 *
 * <p>Azure shows nothing of an upload before it is done. So it is noted before Azure is asked, and
 * nobody begins one without having read all notes ({@link UploadNotes}). The note is written and
 * read under the lock of the server: what was begun under it before is known. Whether Azure got a
 * request whose answer nobody saw is found out by waiting for the certificate to be listed ({@link
 * CertConfig#uploadSettling()}).
 */
@ApplicationScoped
class Uploads {
  private final UploadNotes notes;

  /** When notes were first seen here that were made by a clock ahead of this one. */
  private final Map<UploadNote, Instant> ahead = new ConcurrentHashMap<>();

  Uploads(UploadNotes notes) {
    this.notes = notes;
  }

  /** Where all uploads of a server to an instance belong. */
  static String place(String server, Azure.Instance at) {
    return UploadNotes.place(server, at.subscription(), at.name());
  }

  /** Azure is about to be asked; returns when that is noted. */
  UploadNote intend(String place, String thumbprint, Instant now) {
    // they were given up, or this one would not be begun
    notes.known(place).forEach(given -> notes.end(place, given));
    UploadNote upload = new UploadNote(now, thumbprint, "");
    notes.write(place, upload);
    return upload;
  }

  /** Azure has taken the request. */
  UploadNote begun(String place, UploadNote intended, Operation operation) {
    if (!(operation instanceof Operation.Running running)) {
      return intended;
    }
    UploadNote upload =
        new UploadNote(intended.since(), intended.thumbprint(), running.address());
    notes.write(place, upload);
    return upload;
  }

  /** Azure was not asked, or has refused. */
  void forget(String place, UploadNote intended) {
    notes.end(place, intended);
  }

  /** The instance lists the server's certificate; what is known of its uploads is over. */
  void arrived(String place, List<Azure.TrustCertificate> trusted) {
    notes.known(place).stream()
        .filter(upload -> CertChecks.isTrusted(trusted, upload.thumbprint()))
        .forEach(upload -> notes.end(place, upload));
  }

  /** When an upload to that place was last seen to end; see {@link UploadNotes#lastEnd}. */
  long lastEnd(String place) {
    return notes.lastEnd(place);
  }

  /**
   * The upload that is under way, and how it stands; none when it has arrived.
   *
   * @param trusted what the instance lists
   * @param carried what a link brought along, or null
   */
  Optional<Upload> look(
      Azure azure,
      Azure.Instance at,
      String place,
      List<Azure.TrustCertificate> trusted,
      String carried,
      CertPlan.Rules rules,
      Instant now) {
    Optional<UploadNote> found = notes.about(place).or(() -> waitedFor(carried));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    UploadNote upload = found.get();
    Instant since = since(upload, now);
    if (CertChecks.isTrusted(trusted, upload.thumbprint())) {
      notes.end(place, upload);
      return Optional.empty();
    }
    Operation operation =
        upload.address().isEmpty()
            ? new Operation.Succeeded()
            : azure.operation(at, upload.address());
    if (operation instanceof Operation.Failed failed
        && !rules.mayBeThere(failed, Duration.between(since, now))) {
      notes.end(place, upload); // who asks again begins anew
    }
    return Optional.of(new Upload(since, operation, upload.text()));
  }

  /** A clock that has stepped back does not make anybody wait for as long. */
  private Instant since(UploadNote upload, Instant now) {
    if (!upload.since().isAfter(now)) {
      return upload.since();
    }
    ahead.keySet().removeIf(other -> !other.since().isAfter(now));
    return ahead.computeIfAbsent(upload, key -> now);
  }

  /** A link that waited for an upload learns that it failed, also when others saw that before. */
  private static Optional<UploadNote> waitedFor(String carried) {
    return UploadNote.read(carried).filter(upload -> !upload.address().isEmpty());
  }
}
