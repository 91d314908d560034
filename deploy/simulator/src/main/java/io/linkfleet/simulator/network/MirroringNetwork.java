package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.AvailabilityGroup;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.World;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Owns the one thread that looks at every link, every group and every mirroring session a few times
 * a second and keeps what both sides see of each other up to date.
 *
 * <p>Locks are taken in one order: instance, then servers by name. A server that is busy with a
 * statement is passed over until the next look.
 */
public final class MirroringNetwork implements AutoCloseable {
  private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(25);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final World world;
  private final LongSupplier nanoTime;
  private final Directory directory;
  private final Map<UUID, LinkConnection> connections = new HashMap<>();
  private final StandingConnections standing;
  private final MirroringSessions sessions;
  private final GroupSessions groups;
  private final Set<String> dropped = ConcurrentHashMap.newKeySet();
  private Thread thread;
  private volatile boolean closed;
  private long lastLook;
  private long lastSecond;

  public MirroringNetwork(World world) {
    this(world, System::nanoTime);
  }

  /** With a time of its own, so that a test can look tick by tick. */
  public MirroringNetwork(World world, LongSupplier nanoTime) {
    this.world = world;
    this.nanoTime = nanoTime;
    this.directory = new Directory(world);
    Peers peers = new Peers(world);
    this.standing = new StandingConnections(world, peers);
    this.sessions = new MirroringSessions(this, peers, standing);
    this.groups = new GroupSessions(this, peers, standing);
    this.lastLook = nanoTime.getAsLong();
    this.lastSecond = lastLook;
  }

  /** Looks on until closed. */
  public void start() {
    thread = new Thread(this::run, "mirroring-network");
    thread.setDaemon(true);
    thread.start();
  }

  /** Cuts a server off from every other; connections break and cannot be made again. */
  public void cut(String server) {
    world.cutServers.add(key(server));
  }

  /** Puts a server back on the network. */
  public void mend(String server) {
    world.cutServers.remove(key(server));
  }

  /** Breaks the connections of a server once, as its restart does. */
  public void dropConnections(String server) {
    dropped.add(key(server));
  }

  /** One look at everything. */
  public synchronized void look() {
    long nanos = nanoTime.getAsLong();
    Moment moment = new Moment(world.clock.instant(), nanos, nanos - lastLook);
    lastLook = nanos;
    boolean secondPassed = nanos - lastSecond >= SECOND;
    if (secondPassed) {
      lastSecond = nanos;
    }
    groups.begin();
    refreshServers(secondPassed);
    Map<SqlServer, Integer> seeding = new HashMap<>();
    groups.seeding(seeding);
    for (LinkConnection connection : connections.values()) {
      SqlServer from = connection.seedingFrom();
      if (from != null) {
        seeding.merge(from, 1, Integer::sum);
      }
    }
    dropRestarted(moment);
    standing.begin();
    boolean whole = sessions.look(moment, secondPassed);
    whole &= groups.look(moment, secondPassed, seeding);
    if (whole) {
      standing.closeUnused();
    }
    forgetDeleted(moment);
    for (ManagedInstance instance : world.instances.values()) {
      instance.lock.lock();
      try {
        LocalRows.refresh(instance.sql, secondPassed, workload());
        for (ManagedInstance.Link link : instance.links.values()) {
          LinkConnection connection =
              connections.computeIfAbsent(
                  link.id, id -> new LinkConnection(this, instance, link, nanos));
          connection.look(moment, share(connection, seeding, moment));
        }
      } finally {
        instance.lock.unlock();
      }
    }
  }

  private double share(
      LinkConnection connection, Map<SqlServer, Integer> seeding, Moment moment) {
    SqlServer from = connection.seedingFrom();
    return from == null ? 0 : share(from, seeding, moment);
  }

  /** The bytes that one of a server's seedings may move in this look. */
  double share(SqlServer from, Map<SqlServer, Integer> seeding, Moment moment) {
    return world.settings.seedingBytesPerSecond
        * (moment.elapsedNanos() / 1e9)
        / seeding.getOrDefault(from, 1);
  }

  private void refreshServers(boolean secondPassed) {
    for (SqlServer server : world.servers.values()) {
      if (server.groups.isEmpty()) {
        continue;
      }
      if (!lock(server)) {
        groups.missed();
      } else {
        try {
          LocalRows.refresh(server, secondPassed, workload());
          groups.collect(server);
        } finally {
          server.lock.unlock();
        }
      }
    }
  }

  long workload() {
    return world.settings.workloadBytesPerSecond;
  }

  private void dropRestarted(Moment moment) {
    if (dropped.isEmpty()) {
      return;
    }
    for (LinkConnection connection : connections.values()) {
      connection.dropIfOn(dropped, moment);
    }
    standing.drop(dropped, moment);
    dropped.clear();
  }

  private void forgetDeleted(Moment moment) {
    for (Iterator<LinkConnection> it = connections.values().iterator(); it.hasNext(); ) {
      LinkConnection connection = it.next();
      connection.instance.lock.lock();
      try {
        if (connection.instance.links.get(connection.link.name) != connection.link) {
          connection.close(moment);
          it.remove();
        }
      } finally {
        connection.instance.lock.unlock();
      }
    }
  }

  /** Notes silence on the group that waits for this link, wherever the link's address leads. */
  void noteSilence(
      ManagedInstance instance, ManagedInstance.Link link, Refusal refusal, Moment moment) {
    for (SqlServer server : world.servers.values()) {
      if (!lock(server)) {
        continue;
      }
      try {
        AvailabilityGroup group = server.groups.get(link.name);
        if (group != null && group.distributed) {
          Attempt.remote(group)
              .filter(remote -> leadsTo(remote, instance))
              .ifPresent(
                  remote -> {
                    remote.connected = false;
                    ServerError error = refusal.atServer().apply(remote);
                    error.note(remote, moment.at());
                    MirroringLog.said(server, error.text(), moment.at());
                  });
        }
      } finally {
        server.lock.unlock();
      }
    }
  }

  private static boolean leadsTo(Replica remote, ManagedInstance instance) {
    return Address.parse(remote.endpointUrl)
        .filter(address -> address.host().equalsIgnoreCase(instance.fqdn))
        .isPresent();
  }

  World world() {
    return world;
  }

  Directory directory() {
    return directory;
  }

  boolean isCut(SqlServer server) {
    return world.cutServers.contains(key(server.name()));
  }

  boolean lock(SqlServer server) {
    try {
      return server.lock.tryLock(2, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static String key(String server) {
    return server.toUpperCase(java.util.Locale.ROOT);
  }

  private void run() {
    while (!closed) {
      long began = System.nanoTime();
      try {
        look();
      } catch (RuntimeException e) {
        System.getLogger(MirroringNetwork.class.getName())
            .log(System.Logger.Level.ERROR, "a look at the mirroring network failed", e);
      }
      // At most a fifth of one core, however large the fleet.
      long pause = Math.max(SHORTEST_PAUSE, 4 * (System.nanoTime() - began));
      java.util.concurrent.locks.LockSupport.parkNanos(this, pause);
    }
  }

  @Override
  public void close() {
    closed = true;
    if (thread != null) {
      java.util.concurrent.locks.LockSupport.unpark(thread);
    }
  }
}
