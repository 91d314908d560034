package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.BackupSet;
import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.SqlServer;
import java.math.BigInteger;
import java.time.Instant;
import java.util.UUID;

/**
 * Owns what a managed instance's own views show of one link: a group that holds the database, a
 * distributed group of the link's name, and their states. All under the instance's lock.
 *
 * <p>Never seen on a real instance: that the plain group shows under the name that the link gives
 * it, that it is PRIMARY (the forwarder of a distributed group between two servers is), and that
 * the distributed group has a row for the local database.
 */
final class InstanceSide {
  private static final int AUTOMATIC = 0;
  private static final int READ_ONLY = 1;

  private final ManagedInstance instance;
  private final ManagedInstance.Link link;
  private final AvailabilityGroup group = new AvailabilityGroup();
  private final AvailabilityGroup distributed = new AvailabilityGroup();
  private final Replica far;
  private Database database;

  InstanceSide(ManagedInstance instance, ManagedInstance.Link link, Instant now) {
    this.instance = instance;
    this.link = link;
    group.name = link.secondaryGroup;
    group.clusterType = 2;
    group.mayCreateDatabases = true;
    group.replicas.add(replica(instance.fqdn, "TCP://" + instance.fqdn + ":5022", true, now));
    distributed.name = link.name;
    distributed.distributed = true;
    distributed.member = group;
    distributed.localRole = "SECONDARY";
    String listener = "tcp://" + instance.fqdn + ":5022;Server=[" + instance.name + "]";
    distributed.replicas.add(replica(link.secondaryGroup, listener, true, now));
    far = replica(link.primaryGroup, link.sourceEndpoint, false, now);
    distributed.replicas.add(far);
    instance.sql.groups.put(key(link), group);
    instance.sql.groups.put(link.name, distributed);
    if (link.fromInstance) {
      database = instance.sql.databases.get(link.targetDatabase);
      database.group = group;
      database.groupDatabaseId = UUID.randomUUID();
      group.databases.add(database);
    }
  }

  /** Several links may give their groups one name, so the link's name tells them apart. */
  private static String key(ManagedInstance.Link link) {
    return link.name + "\u0000" + link.secondaryGroup;
  }

  private static Replica replica(String name, String url, boolean local, Instant now) {
    Replica replica = new Replica();
    replica.serverName = name;
    replica.endpointUrl = url;
    replica.local = local;
    replica.connected = local;
    replica.seedingMode = AUTOMATIC;
    replica.secondaryConnections = READ_ONLY;
    replica.createdAt = now;
    return replica;
  }

  /** The server's database arrives; it cannot be opened until all of it is here. */
  void restoring(Database source, Instant now) {
    SqlServer sql = instance.sql;
    if (database == null) {
      database = new Database();
      database.name = link.targetDatabase;
      database.id = sql.nextDatabaseId++;
      database.createdAt = now;
      database.group = group;
      database.groupDatabaseId = UUID.randomUUID();
      group.databases.add(database);
      sql.databases.put(database.name, database);
    }
    database.state = "RESTORING";
    database.sizeBytes = source.sizeBytes;
    instance.databases.put(database.name, "Restoring");
  }

  void online() {
    database.state = "ONLINE";
    instance.databases.put(database.name, "Online");
  }

  /** Roles and states as they are now; synchronization and health as the server sees them. */
  void show(boolean connected, int synchronization, int health) {
    distributed.localRole = link.instanceRole.toUpperCase(java.util.Locale.ROOT);
    far.connected = connected;
    far.synchronization = connected ? synchronization : 0;
    far.health = connected ? health : 0;
    Replica own = distributed.replicas.get(0);
    own.availabilityMode = link.replicationMode.equals("Sync") ? 1 : 0;
    far.availabilityMode = own.availabilityMode;
    own.synchronization = far.synchronization;
    own.health = far.health;
  }

  void note(ServerError error, Instant now) {
    error.note(far, now);
  }

  Replica far() {
    return far;
  }

  /** The copy hardens what the server sent. */
  void harden(Database source) {
    if (database != null) {
      database.endOfLogLsn = source.endOfLogLsn;
      database.receiveTables(source);
      distributed.replicas.get(0).lastHardenedLsn = source.endOfLogLsn;
    }
  }

  /** The server has hardened all there is here. */
  void sent() {
    far.lastSentLsn = database.endOfLogLsn;
    far.lastHardenedLsn = database.endOfLogLsn;
  }

  Database database() {
    return database;
  }

  BigInteger endOfLog() {
    return database.endOfLogLsn;
  }

  /** The link has gone or failed: the database stays as one of the instance's own, or goes. */
  void dissolve(boolean keepDatabase, Instant now) {
    SqlServer sql = instance.sql;
    sql.groups.remove(key(link), group);
    sql.groups.remove(link.name, distributed);
    if (database == null) {
      return;
    }
    if (!keepDatabase && !link.fromInstance) {
      sql.databases.remove(database.name, database);
      instance.databases.remove(database.name);
      return;
    }
    database.group = null;
    database.groupDatabaseId = null;
    if (!link.fromInstance || !link.instanceRole.equals("Primary")) {
      backUp(now);
    }
  }

  /**
   * The first full backup that the service takes by itself, with checksums as it documents. A
   * real one takes as long as the database is large; that it is there at once is a simplification.
   */
  private void backUp(Instant now) {
    SqlServer sql = instance.sql;
    BigInteger last = database.endOfLogLsn;
    sql.backups.add(
        new BackupSet(
            sql.backups.size() + 1, database.name, 'D', false, "FULL", now, now,
            last.subtract(BigInteger.TEN.pow(5)), last, database.sizeBytes, "", "NT SERVICE",
            1, null, null, true, false, true));
    database.lastLogBackupLsn = last;
  }
}
