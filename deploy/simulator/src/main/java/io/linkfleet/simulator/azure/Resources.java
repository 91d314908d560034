package io.linkfleet.simulator.azure;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.X509;
import java.util.Map;

/** Owns the JSON of instances, their databases and endpoint certificates, and every resource id. */
final class Resources {
  static final String DATABASES = "databases";
  static final String ENDPOINT_CERTIFICATES = "endpointCertificates";

  /** The one endpoint certificate that an instance has. */
  static final String MIRRORING = "DATABASE_MIRRORING";

  private Resources() {}

  static String id(ManagedInstance instance) {
    return "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Sql/managedInstances/%s"
        .formatted(instance.subscriptionId, instance.resourceGroup, instance.name);
  }

  static ObjectNode child(ManagedInstance instance, String type, String name) {
    return Json.object()
        .put("id", id(instance) + "/" + type + "/" + name)
        .put("name", name)
        .put("type", "Microsoft.Sql/managedInstances/" + type);
  }

  static ObjectNode instance(ManagedInstance instance) {
    ObjectNode resource =
        Json.object()
            .put("id", id(instance))
            .put("name", instance.name)
            .put("type", "Microsoft.Sql/managedInstances")
            .put("location", instance.location);
    resource
        .putObject("sku")
        .put("name", "GP_Gen5")
        .put("tier", "GeneralPurpose")
        .put("family", "Gen5")
        .put("capacity", 8);
    String zone = instance.fqdn.substring(instance.fqdn.indexOf('.') + 1);
    resource
        .putObject("properties")
        .put("provisioningState", "Succeeded")
        .put("state", instance.state)
        .put("fullyQualifiedDomainName", instance.fqdn)
        .put("dnsZone", zone.substring(0, zone.indexOf('.')))
        .put("collation", instance.collation)
        .put("vCores", 8)
        .put("storageSizeInGB", 1024);
    return resource;
  }

  static ObjectNode endpointCertificate(ManagedInstance instance) {
    ObjectNode resource = child(instance, ENDPOINT_CERTIFICATES, MIRRORING);
    resource
        .putObject("properties")
        .put("publicBlob", X509.hex(instance.endpointCertificate().der));
    return resource;
  }

  static ObjectNode database(ManagedInstance instance, Map.Entry<String, String> database) {
    ObjectNode resource = child(instance, DATABASES, database.getKey());
    resource.put("location", instance.location);
    resource
        .putObject("properties")
        .put("status", database.getValue())
        .put("collation", instance.collation);
    return resource;
  }
}
