package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.Certificate;
import io.linkfleet.simulator.engine.Endpoint;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.SqlServer;
import java.time.Instant;
import java.util.Optional;

/**
 * Owns what one attempt to connect a link looks at: both sides at one moment, under both locks.
 *
 * @param server the server that the link's source endpoint leads to
 * @param restored whether the database of that name on the instance is this link's own copy
 */
record Attempt(
    Directory directory,
    ManagedInstance instance,
    ManagedInstance.Link link,
    SqlServer server,
    boolean restored,
    Instant now) {

  Endpoint endpoint() {
    return server.endpoint;
  }

  /** The certificate of the server's endpoint, null when there is none. */
  Certificate endpointCertificate() {
    return certificate(endpoint().certificateId);
  }

  private Certificate certificate(int id) {
    return server.certificates.values().stream()
        .filter(certificate -> id != 0 && certificate.id == id)
        .findFirst()
        .orElse(null);
  }

  /** The server's plain group that the link names, null when there is none. */
  AvailabilityGroup group() {
    AvailabilityGroup group = server.groups.get(link.primaryGroup);
    return group == null || group.distributed ? null : group;
  }

  /** The distributed group of the link's name, null when there is none. */
  AvailabilityGroup distributed() {
    AvailabilityGroup group = server.groups.get(link.name);
    return group == null || !group.distributed ? null : group;
  }

  static Optional<Replica> local(AvailabilityGroup group) {
    return group.replicas.stream().filter(replica -> replica.local).findFirst();
  }

  static Optional<Replica> remote(AvailabilityGroup group) {
    return group.replicas.stream().filter(replica -> !replica.local).findFirst();
  }

  /** Whether the text is a mirroring address that leads to the server's endpoint. */
  boolean leadsHere(String url) {
    return Address.parse(url)
        .filter(address -> address.port() == endpoint().port)
        .filter(address -> directory.leadsTo(address.host(), server))
        .isPresent();
  }
}
