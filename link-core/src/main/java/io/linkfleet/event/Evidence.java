package io.linkfleet.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the phases have seen to be true, carried along so that the next one acts on one record alone. */
public sealed interface Evidence {

  /**
   * Both sides hold each other's certificate.
   *
   * @param serverName what {@code @@SERVERNAME} says, {@code HOST\INSTANCE} for a named instance
   * @param certificate name of the server's endpoint certificate
   * @param thumbprint SHA-1 of that certificate, upper-case hexadecimal
   * @param instanceFqdn fully qualified name of the managed instance
   * @param resourceGroup resource group of the managed instance
   * @param hosts of a pair of SQL Servers: what each shows the others, the source first; one that
   *     did not answer and could be spared is missing ({@link LinkSpec#canSpare}); null for a
   *     managed instance
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Trust(
      String serverName,
      String certificate,
      String thumbprint,
      String instanceFqdn,
      String resourceGroup,
      List<Host> hosts)
      implements Evidence {

    /** Trust between a server and a managed instance. */
    public Trust(
        String serverName,
        String certificate,
        String thumbprint,
        String instanceFqdn,
        String resourceGroup) {
      this(serverName, certificate, thumbprint, instanceFqdn, resourceGroup, null);
    }

    /** What one server of a pair shows the others; empty for one that was spared. */
    public Optional<Host> host(String label) {
      return hosts.stream().filter(host -> host.label().equals(label)).findFirst();
    }

    /** What that server calls itself; of one that was spared its label, mostly the same. */
    public String nameOf(String label) {
      return host(label).map(Host::serverName).orElse(label);
    }
  }

  /**
   * What one server of a pair shows the others when it connects to them.
   *
   * @param label the server's label in the fleet file
   * @param serverName what {@code @@SERVERNAME} says
   * @param certificate name of its endpoint certificate; null under Windows authentication
   * @param thumbprint SHA-1 of that certificate, upper-case hexadecimal; null likewise
   * @param der the public part of the certificate in Base64; null likewise
   * @param account the account of a Windows domain that its service connects with; null when it has
   *     none, and then the pair needs certificates
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Host(
      String label,
      String serverName,
      String certificate,
      String thumbprint,
      String der,
      String account)
      implements Evidence {}

  /**
   * The mirroring endpoint is started and accepts certificates with AES.
   *
   * @param name the endpoint's name
   * @param address {@code TCP://host:port} as the target reaches it
   * @param hosts of a pair of SQL Servers: the address of each server's endpoint by its label; null
   *     for a managed instance
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Endpoint(String name, String address, Map<String, String> hosts) implements Evidence {

    /** The endpoint of a link to a managed instance. */
    public Endpoint(String name, String address) {
      this(name, address, null);
    }
  }

  /**
   * The groups exist.
   *
   * @param availabilityGroup name of the availability group that holds the database
   * @param distributedAvailabilityGroup name of the distributed availability group; null for a pair
   *     with one group over both servers
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Groups(String availabilityGroup, String distributedAvailabilityGroup)
      implements Evidence {}

  /**
   * The link resource exists and its creation has succeeded.
   *
   * @param resourceId its Azure resource id
   * @param state its link state as Azure names it
   */
  record AzureLink(String resourceId, String state) implements Evidence {}
}
