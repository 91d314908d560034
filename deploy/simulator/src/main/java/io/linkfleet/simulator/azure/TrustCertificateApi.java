package io.linkfleet.simulator.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.ManagedInstance.TrustCertificate;
import io.linkfleet.simulator.engine.X509;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Owns serverTrustCertificates: the SQL Servers' certificates on an instance. */
final class TrustCertificateApi {
  static final String TYPE = "serverTrustCertificates";
  private final Operations operations;

  TrustCertificateApi(Operations operations) {
    this.operations = operations;
  }

  List<ObjectNode> list(ManagedInstance instance) {
    instance.lock.lock();
    try {
      return instance.trustCertificates.values().stream()
          .map(certificate -> resource(instance, certificate, true))
          .toList();
    } finally {
      instance.lock.unlock();
    }
  }

  ArmReply get(ManagedInstance instance, String name) {
    instance.lock.lock();
    try {
      TrustCertificate certificate = instance.trustCertificates.get(name);
      return certificate == null
          ? ArmReply.childNotFound(TYPE, name)
          : ArmReply.ok(resource(instance, certificate, true));
    } finally {
      instance.lock.unlock();
    }
  }

  ArmReply put(ArmRequest request, ManagedInstance instance, String name) {
    String blob = request.property("publicBlob");
    if (blob == null || blob.isBlank()) {
      return ArmReply.error(400, "MissingPublicBlob", "Missing public blob.");
    }
    byte[] der = certificate(blob);
    if (der == null) {
      return ArmReply.error(
          400,
          "InvalidPublicBlob",
          "Invalid public blob specified, reason: 'Cannot find the requested object.\n'.");
    }
    TrustCertificate wanted = new TrustCertificate(name, der, X509.hex(X509.thumbprint(der)));
    instance.lock.lock();
    try {
      TrustCertificate there = instance.trustCertificates.get(name);
      if (there != null) {
        return Arrays.equals(there.der(), der)
            ? ArmReply.ok(resource(instance, there, false))
            // Inferred: the specification lists the code, not when it comes.
            : ArmReply.error(
                400,
                "CertificateAlreadyExists",
                "A certificate with the name '" + name + "' already exists.");
      }
    } finally {
      instance.lock.unlock();
    }
    return operations.accepted(
        operations.start(
            new Operations.Start(
                TYPE,
                "CreateServerTrustCertificate " + name,
                name,
                instance,
                () -> add(instance, wanted),
                () -> {},
                () -> get(instance, name))),
        request);
  }

  /** The same certificate under another name is taken in and refused only when it is applied. */
  private static Operations.Outcome add(ManagedInstance instance, TrustCertificate wanted) {
    instance.lock.lock();
    try {
      for (TrustCertificate other : instance.trustCertificates.values()) {
        boolean sameName = other.name().equalsIgnoreCase(wanted.name());
        if (Arrays.equals(other.der(), wanted.der()) && sameName) {
          return new Operations.Outcome.Succeeded();
        }
        if (Arrays.equals(other.der(), wanted.der()) || sameName) {
          return new Operations.Outcome.Failed(
              "CertificateAlreadyExists",
              "The certificate has already been added as '" + other.name() + "'.");
        }
      }
      instance.trustCertificates.put(wanted.name(), wanted);
      return new Operations.Outcome.Succeeded();
    } finally {
      instance.lock.unlock();
    }
  }

  ArmReply delete(ArmRequest request, ManagedInstance instance, String name) {
    instance.lock.lock();
    try {
      if (!instance.trustCertificates.containsKey(name)) {
        return ArmReply.noContent();
      }
    } finally {
      instance.lock.unlock();
    }
    return operations.accepted(
        operations.start(
            new Operations.Start(
                TYPE,
                "DropServerTrustCertificate " + name,
                name,
                instance,
                () -> {
                  instance.lock.lock();
                  try {
                    instance.trustCertificates.remove(name);
                    return new Operations.Outcome.Succeeded();
                  } finally {
                    instance.lock.unlock();
                  }
                },
                () -> {},
                ArmReply::noContent)),
        request);
  }

  /** DER of the certificate in a blob (hexadecimal, 0x allowed), or null when it holds none. */
  private static byte[] certificate(String blob) {
    String hex = blob.startsWith("0x") || blob.startsWith("0X") ? blob.substring(2) : blob;
    try {
      byte[] der = HexFormat.of().parseHex(hex);
      X509.read(der);
      return der;
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return null;
    }
  }

  private static ObjectNode resource(
      ManagedInstance instance, TrustCertificate certificate, boolean withBlob) {
    ObjectNode resource = Resources.child(instance, TYPE, certificate.name());
    ObjectNode properties = resource.putObject("properties");
    properties.put("certificateName", certificate.name());
    properties.put("thumbprint", certificate.thumbprint());
    // publicBlob counts as secret in the specification: the answer to PUT leaves it out.
    if (withBlob) {
      properties.put("publicBlob", X509.hex(certificate.der()));
    }
    return resource;
  }
}
