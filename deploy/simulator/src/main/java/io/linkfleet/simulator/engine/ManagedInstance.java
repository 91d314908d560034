package io.linkfleet.simulator.engine;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The state of one simulated managed instance, as Azure Resource Manager and its own views would
 * show it.
 */
public final class ManagedInstance {
  public static final int NO_PORT = -1;
  /** Every managed instance calls itself so, whatever its engine can do. */
  private static final String BUILD = "12.0.2000.8";

  public final String name;
  public final String subscriptionId;
  public final String resourceGroup;
  public final String location;
  /** name.dnszone.database.windows.net */
  public final String fqdn;
  public final String collation;
  public final ReentrantLock lock = new ReentrantLock();
  /** Its database engine, as its own views show it; under {@link #lock}. */
  public final SqlServer sql;
  /** SQL Servers' certificates by resource name. */
  public final Map<String, TrustCertificate> trustCertificates =
      new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  public final Map<String, Link> links = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  /** Databases on the instance by name, with their status: Online, Restoring, Creating. */
  public final Map<String, String> databases = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  public String state = "Ready";

  private Supplier<Certificate> certificates = () -> null;
  private Certificate endpointCertificate;

  public ManagedInstance(
      String name,
      String subscriptionId,
      String resourceGroup,
      String location,
      String fqdn,
      String collation) {
    this(name, subscriptionId, resourceGroup, location, fqdn, collation, NO_PORT);
  }

  /** With a loopback port for TDS: 0 for any free one, {@link #NO_PORT} for none. */
  public ManagedInstance(
      String name,
      String subscriptionId,
      String resourceGroup,
      String location,
      String fqdn,
      String collation,
      int tdsPort) {
    this.name = name;
    this.subscriptionId = subscriptionId;
    this.resourceGroup = resourceGroup;
    this.location = location;
    this.fqdn = fqdn;
    this.collation = collation;
    this.sql =
        new SqlServer(
            new ServerDescription(
                fqdn, BUILD, "SQL Azure", ServerDescription.MANAGED_INSTANCE, collation, true,
                false, fqdn, null, tdsPort, Set.of()),
            this,
            lock);
  }

  /**
   * The certificate of its mirroring endpoint, issued under one of Azure's root CAs. It is made when
   * it is first asked for: making a key takes long, and an estate may have many instances.
   */
  public synchronized Certificate endpointCertificate() {
    if (endpointCertificate == null) {
      endpointCertificate = certificates.get();
    }
    return endpointCertificate;
  }

  /** From now on its endpoint has another certificate. */
  public synchronized void endpointCertificate(Supplier<Certificate> made) {
    certificates = made;
    endpointCertificate = null;
  }

  /** A server trust certificate resource. */
  public record TrustCertificate(String name, byte[] der, String thumbprint) {}

  /** A link (distributed availability group) resource, under the instance's lock. */
  public static final class Link {
    public final UUID id = UUID.randomUUID();
    public final UUID sourceReplicaId = UUID.randomUUID();
    public final UUID targetReplicaId = UUID.randomUUID();
    public String name;
    public String targetDatabase;
    public String sourceEndpoint;
    public String primaryGroup;
    public String secondaryGroup;
    /** Async or Sync. */
    public String replicationMode = "Async";
    /** CreatingLink, LinkSynchronizing, LinkInitError, LinkCreationError, LinkFailoverInProgress. */
    public String state = "CreatingLink";
    public int errorNumber;
    public String errorText;
    public String lastHardenedLsn = "0";
    /** When that position moved last, null before the first. */
    public Instant lastHardenedAt;
    /** The certificate by which the instance last let the server in, or null. */
    public TrustCertificate partnerCertificate;
    public Instant createdAt;
    /** Secondary, or Primary after a failover to the instance or when the link began there. */
    public String instanceRole = "Secondary";
    /** Whether the database was the instance's, so that the server received the copy. */
    public boolean fromInstance;
    /** A change of roles that Azure was asked for and the network carries out, or null. */
    public volatile RoleChange roleChange;
    /** The operation that creates it, until it ends. */
    public String operationId;
  }
}
