package io.linkfleet.azure;

import java.util.List;
import java.util.Optional;

/**
 * What Linkfleet asks of Azure. Every call answers or throws {@link AzureFailure} within a bounded
 * time; none waits for a long-running operation.
 */
public interface Azure {

  /**
   * A managed instance.
   *
   * @param subscription its subscription id
   * @param resourceGroup its resource group
   * @param name its short name
   * @param fqdn its fully qualified domain name
   * @param location its region
   * @param collation its server collation, or null
   * @param state for example Ready
   */
  record Instance(
      String subscription,
      String resourceGroup,
      String name,
      String fqdn,
      String location,
      String collation,
      String state) {}

  /**
   * The public part of a SQL Server's certificate on an instance.
   *
   * @param name the resource's name
   * @param thumbprint SHA-1, upper-case hexadecimal without 0x
   */
  record TrustCertificate(String name, String thumbprint) {}

  /**
   * A link as Azure lists it. The names of the availability groups are not listed by the API, so
   * they cannot be compared.
   *
   * @param id the resource id
   * @param name the link's name
   * @param database the database on the instance
   * @param sourceEndpoint the source's endpoint
   * @param state Azure's link state, possibly null
   */
  record Link(String id, String name, String database, String sourceEndpoint, String state) {}

  /** What a new link shall be. */
  record NewLink(
      String name,
      String database,
      String sourceEndpoint,
      String primaryGroup,
      String secondaryGroup) {}

  /** How a long-running operation stands. */
  sealed interface Operation {
    /**
     * Still running.
     *
     * @param address where to ask again; safe to remember across restarts
     */
    record Running(String address) implements Operation {}

    /** Ended well. */
    record Succeeded() implements Operation {}

    /**
     * Ended badly.
     *
     * @param code Azure's or SQL Server's code
     * @param message Azure's words
     */
    record Failed(String code, String message) implements Operation {}

    /** Azure does not know it (any more), or does not let this identity ask. */
    record Unknown() implements Operation {}
  }

  /** The instance of that short name in the subscription, whatever its resource group. */
  Optional<Instance> instance(String subscription, String name);

  /** DER of the certificate of the instance's mirroring endpoint; shared like {@link #links}. */
  byte[] endpointCertificate(Instance instance);

  /** The SQL Server certificates that the instance trusts; shared like {@link #links}. */
  List<TrustCertificate> trustCertificates(Instance instance);

  /**
   * The same, but no list that was asked for before something happened.
   *
   * @param notBefore by {@link System#nanoTime}; {@code Long.MIN_VALUE} when nothing happened
   */
  List<TrustCertificate> trustCertificates(Instance instance, long notBefore);

  /**
   * Uploads the public part of a server's certificate.
   *
   * @param lastQuestion runs right before the request is sent; when it throws, nothing is sent and
   *     that is thrown
   */
  Operation putTrustCertificate(
      Instance instance, String name, byte[] der, Runnable lastQuestion);

  /** All links of an instance; one read, shared by all who ask within a moment. */
  List<Link> links(Instance instance);

  /**
   * The same, but no list from before {@link #createLink} was answered for that link by this
   * process: whoever asked for a link sees it. And none that was asked for before something
   * happened.
   *
   * @param notBefore by {@link System#nanoTime}; {@code Long.MIN_VALUE} when nothing happened
   */
  List<Link> links(Instance instance, String own, long notBefore);

  /** Names of the databases on the instance; shared like {@link #links}. */
  List<String> databases(Instance instance);

  /**
   * Asks for a new link.
   *
   * @param lastQuestion as for {@link #putTrustCertificate}
   */
  Operation createLink(Instance instance, NewLink link, Runnable lastQuestion);

  /** How an operation stands. */
  Operation operation(Instance instance, String address);
}
