package io.linkfleet.simulator.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The state of one simulated SQL Server, or of the engine inside a managed instance, as its catalog
 * views would show it.
 *
 * <p>Everything is read and written under {@link #lock}; statements hold it for one statement, the
 * network for one look.
 */
public final class SqlServer {
  public final ServerDescription description;
  public final ReentrantLock lock;
  /** One link's connection, and since when it stands. */
  public record LinkConnection(ManagedInstance instance, java.time.Instant since) {}

  /** The managed instance whose engine this is; null for a SQL Server. */
  public final ManagedInstance instance;
  public final Map<String, Login> logins = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  /** User of master to login. */
  public final Map<String, String> masterUsers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  public final Map<String, Database> databases = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  /** Certificates of master, by name. */
  public final Map<String, Certificate> certificates = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  /** Issuer rules of sp_certificate_add_issuer: certificate id to DNS patterns. */
  public final Map<Integer, List<String>> trustedIssuers = new HashMap<>();
  public final Map<String, AvailabilityGroup> groups = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  public final List<BackupSet> backups = new ArrayList<>();
  public final List<RestoredSet> restores = new ArrayList<>();
  /** Files on its own drives, by path; {@link World#file} knows the network share as well. */
  public final Map<String, byte[]> files = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  public final java.util.Set<Integer> traceFlags = new java.util.TreeSet<>();
  /** Whether master has a database master key. */
  public boolean masterKey;
  /** Whether the service master key opens it without a password. */
  public boolean masterKeyByService = true;
  /** When it was made; the beginning of time when the estate brought it. */
  public java.time.Instant masterKeyCreatedAt = java.time.Instant.EPOCH;
  /** The one mirroring endpoint, or null. */
  public Endpoint endpoint;
  public volatile boolean up = true;
  /** The Windows domain of its computer, or null for a workgroup. */
  public String windowsDomain;
  /** The account that it runs as, {@code DOMAIN\\name}; null for the computer's own. */
  public String serviceAccount;
  /** Databases with a mirroring session, so that the network need not look at the others. */
  public final java.util.Set<Database> mirrored =
      java.util.concurrent.ConcurrentHashMap.newKeySet();
  /** Sessions for which it is the witness, by their mirroring_guid. */
  public final Map<java.util.UUID, WitnessedSession> witnessed = new HashMap<>();
  /** Links that are connected to its endpoint, by their ids. */
  public final Map<java.util.UUID, LinkConnection> linkConnections =
      new java.util.concurrent.ConcurrentHashMap<>();
  public final ErrorLog errorLog = new ErrorLog();
  /** Whether anybody has made a procedure in one of its databases. */
  public volatile boolean hasProcedures;
  /** Whether SQL Server Agent is started; on a managed instance it always is. */
  public volatile boolean agentRuns;
  private Agent agent;
  private Map<String, Credential> credentials;
  public final Configuration configuration = new Configuration();
  public int nextCertificateId = 256;
  public int nextEndpointId = 65536;
  public int nextDatabaseId = 5;
  public int nextCredentialId = 65536;

  public int nextUserId = 5;
  private final Map<String, Integer> userIds = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private final Map<String, DatabaseKeys> keys = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** Those of master are the fields above, which the mirroring network looks at as well. */
  private final class MasterKeys extends DatabaseKeys {
    MasterKeys() {
      super(SqlServer.this.masterUsers, SqlServer.this.certificates);
    }

    @Override
    public boolean hasMasterKey() {
      return masterKey;
    }

    @Override
    public boolean opensByService() {
      return masterKeyByService;
    }

    @Override
    public java.time.Instant masterKeyCreatedAt() {
      return masterKeyCreatedAt;
    }

    @Override
    public void masterKey(boolean there) {
      masterKey = there;
    }

    @Override
    public void opensByService(boolean now) {
      masterKeyByService = now;
    }

    @Override
    public void masterKeyCreatedAt(java.time.Instant at) {
      masterKeyCreatedAt = at;
    }
  }

  /** Users, certificates and master key of a database. */
  public DatabaseKeys keys(String database) {
    return keys.computeIfAbsent(
        database, name -> name.equalsIgnoreCase("master") ? new MasterKeys() : new DatabaseKeys());
  }

  /** The database has been dropped. */
  public void forgetKeys(String database) {
    keys.remove(database);
  }

  public SqlServer(ServerDescription description) {
    this(description, null, new ReentrantLock());
  }

  /** The engine of a managed instance: guarded by the instance's own lock. */
  SqlServer(ServerDescription description, ManagedInstance instance, ReentrantLock lock) {
    this.description = description;
    this.instance = instance;
    this.lock = lock;
    this.traceFlags.addAll(description.traceFlags());
    this.agentRuns = instance != null;
  }

  /** Credentials by name. */
  public Map<String, Credential> credentials() {
    if (credentials == null) {
      credentials = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    }
    return credentials;
  }

  /** Its jobs. */
  public Agent agent() {
    if (agent == null) {
      agent = new Agent();
    }
    return agent;
  }

  public String name() {
    return description.name();
  }

  public boolean isManagedInstance() {
    return instance != null;
  }

  /** The group on this side of a distributed group, or null when it has gone. */
  public AvailabilityGroup localMember(AvailabilityGroup distributed) {
    if (distributed.member != null) {
      return distributed.member;
    }
    for (Replica member : distributed.replicas) {
      AvailabilityGroup group = member.local ? groups.get(member.serverName) : null;
      if (group != null && !group.distributed) {
        return group;
      }
    }
    return null;
  }

  /** Whether databases of this plain group take writes: no distributed group makes it a copy. */
  public boolean isWritable(AvailabilityGroup plain) {
    if (!plain.localRole.equals("PRIMARY")) {
      return false;
    }
    for (AvailabilityGroup other : groups.values()) {
      if (other.distributed && !other.localRole.equals("PRIMARY") && localMember(other) == plain) {
        return false;
      }
    }
    return true;
  }

  /** The principal_id of a user of master; dbo is 1, others count from 5. */
  public int userId(String user) {
    return user.equalsIgnoreCase("dbo") ? 1 : userIds.computeIfAbsent(user, u -> nextUserId++);
  }
}
