package io.linkfleet.simulator.network;

import java.util.List;
import java.util.Optional;

/** Owns the shape of a rule that must hold for a link to connect, and the order of all of them. */
interface ConnectionRule {
  /** Empty when the rule holds. */
  Optional<Refusal> check(Attempt attempt);

  /**
   * Every rule behind the first one (the address leads to a server), in the order in which two
   * peers would meet them: transport, handshake, certificates, groups, database. The order among
   * certificates is inferred.
   */
  List<ConnectionRule> ALL =
      List.of(
          EndpointRules::started,
          EndpointRules::role,
          EndpointRules::encryption,
          EndpointRules::certificateAuthentication,
          CertificateRules::serverCertificateInTime,
          CertificateRules::serverCertificateOnInstance,
          CertificateRules::instanceCertificateOnServer,
          CertificateRules::instanceCertificateInTime,
          CertificateRules::issuerTrusted,
          GroupRules::connectPack,
          GroupRules::collation,
          GroupRules::group,
          GroupRules::groupAddress,
          GroupRules::distributedGroup,
          GroupRules::localListener,
          GroupRules::remoteListener,
          GroupRules::oneDatabase,
          GroupRules::targetFree);

  /** The same for a link that begins on the instance. */
  List<ConnectionRule> INSTANCE_FIRST =
      List.of(
          EndpointRules::started,
          EndpointRules::role,
          EndpointRules::encryption,
          EndpointRules::certificateAuthentication,
          CertificateRules::serverCertificateInTime,
          CertificateRules::serverCertificateOnInstance,
          CertificateRules::instanceCertificateOnServer,
          CertificateRules::instanceCertificateInTime,
          CertificateRules::issuerTrusted,
          GroupRules::connectPack,
          InstanceFirstRules::build,
          GroupRules::collation,
          GroupRules::group,
          GroupRules::groupAddress,
          GroupRules::distributedGroup,
          InstanceFirstRules::joined,
          GroupRules::localListener,
          GroupRules::remoteListener,
          InstanceFirstRules::listenerDatabase,
          InstanceFirstRules::emptyGroup);

  /** The first broken rule, or empty when the link connects. */
  static Optional<Refusal> firstBroken(Attempt attempt) {
    for (ConnectionRule rule : attempt.link().fromInstance ? INSTANCE_FIRST : ALL) {
      Optional<Refusal> refusal = rule.check(attempt);
      if (refusal.isPresent()) {
        return refusal;
      }
    }
    return Optional.empty();
  }
}
