package io.linkfleet.cert;

import io.linkfleet.azure.Azure;
import io.linkfleet.azure.Azure.Operation;
import io.linkfleet.cert.CertState.Upload;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * Remembers the uploads that are under way, so that all links of a server share one.
 *
 * <p>Azure shows nothing of an upload before it is done. So the intention is published before
 * Azure is asked, and after a restart what the waiting topic holds is read before anything is asked
 * again ({@link UploadNotes}). Whether Azure got a request whose answer nobody saw is found out by
 * waiting for the certificate to be listed ({@link CertPlan#SETTLING}).
 */
@ApplicationScoped
class Uploads {
  private record Begun(Instant since, String thumbprint, String address) {}

  private final Map<String, Begun> begun = new ConcurrentHashMap<>();
  private final UnaryOperator<String> notes;

  @Inject
  Uploads(UploadNotes notes) {
    this.notes = upload -> notes.about(upload).orElse(null);
  }

  /** Without a waiting topic. */
  Uploads() {
    this.notes = upload -> null;
  }

  /** Azure is about to be asked; gives what to carry along. */
  String intend(String server, Azure.Instance at, String thumbprint, Instant now) {
    Begun upload = new Begun(now, thumbprint, "");
    begun.put(key(server, at), upload);
    return text(upload);
  }

  /** Azure has refused. */
  void forget(String server, Azure.Instance at) {
    begun.remove(key(server, at));
  }

  /** An upload was begun; gives what to carry along. */
  String begin(
      String server, Azure.Instance at, String thumbprint, Operation operation, Instant now) {
    String address = operation instanceof Operation.Running running ? running.address() : "";
    Begun upload = new Begun(now, thumbprint, address);
    begun.put(key(server, at), upload);
    return text(upload);
  }

  /**
   * The upload of the server's certificate to the instance, and how it stands; none when it has
   * arrived.
   *
   * @param trusted what the instance lists
   * @param carried what a link brought along, or null
   */
  Optional<Upload> look(
      Azure azure,
      String server,
      Azure.Instance at,
      List<Azure.TrustCertificate> trusted,
      String carried) {
    Begun memory = begun.get(key(server, at));
    Begun upload = memory == null ? read(carried) : memory;
    if (upload == null) {
      upload = read(notes.apply(key(server, at)));
    }
    if (upload == null) {
      return Optional.empty();
    }
    String thumbprint = upload.thumbprint();
    if (trusted.stream().anyMatch(there -> there.thumbprint().equals(thumbprint))) {
      begun.remove(key(server, at));
      return Optional.empty();
    }
    Operation operation =
        upload.address().isEmpty()
            ? new Operation.Succeeded()
            : azure.operation(at, upload.address());
    if (operation instanceof Operation.Failed) {
      begun.remove(key(server, at)); // who asks again begins anew
    }
    return Optional.of(new Upload(upload.since(), operation, text(upload)));
  }

  private static String key(String server, Azure.Instance at) {
    return key(server, at.subscription(), at.name());
  }

  /** The name of an upload: all links of a server to an instance share it. */
  static String key(String server, String subscription, String instance) {
    return (server + "\n" + subscription + "\n" + instance).toLowerCase(Locale.ROOT);
  }

  private static String text(Begun upload) {
    return (upload.since() + " " + upload.thumbprint() + " " + upload.address()).strip();
  }

  private static Begun read(String carried) {
    if (carried == null) {
      return null;
    }
    String[] part = (carried + "  ").split(" ", 3);
    try {
      return new Begun(Instant.parse(part[0]), part[1], part[2].strip());
    } catch (DateTimeException e) {
      return null; // not ours: look at Azure with fresh eyes
    }
  }
}
