package io.linkfleet.event;

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
   */
  record Trust(
      String serverName,
      String certificate,
      String thumbprint,
      String instanceFqdn,
      String resourceGroup)
      implements Evidence {}

  /**
   * The mirroring endpoint is started and accepts certificates with AES.
   *
   * @param name the endpoint's name
   * @param address {@code TCP://host:port} as the target reaches it
   */
  record Endpoint(String name, String address) implements Evidence {}

  /**
   * The groups exist.
   *
   * @param availabilityGroup name of the availability group that holds the database
   * @param distributedAvailabilityGroup name of the distributed availability group
   */
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
