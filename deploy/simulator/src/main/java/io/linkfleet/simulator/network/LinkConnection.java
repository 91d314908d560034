package io.linkfleet.simulator.network;

import io.linkfleet.simulator.engine.Database;
import io.linkfleet.simulator.engine.Endpoint;
import io.linkfleet.simulator.engine.ManagedInstance;
import io.linkfleet.simulator.engine.Replica;
import io.linkfleet.simulator.engine.SqlServer;
import io.linkfleet.simulator.engine.World;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Owns the life of one link: waiting for a connection, connected and seeding, connected and
 * synchronizing, broken and waiting again, or failed for good.
 *
 * <p>Called on the network's thread under the instance's lock; takes the server's lock itself.
 */
final class LinkConnection {
  private static final long CHECK_EVERY = TimeUnit.MILLISECONDS.toNanos(50);
  private static final long NOTE_EVERY = TimeUnit.SECONDS.toNanos(1);

  final ManagedInstance instance;
  final ManagedInstance.Link link;
  private final MirroringNetwork network;
  private final World world;
  private final InstanceSide side;
  private final RoleChanges roles;
  private Wiring wiring;
  private SeedingRun seedingRun;
  /** The seeding of a link that began on the instance, while it lasts. */
  private ArrivingCopy arriving;
  private int attempts;
  private boolean failed;
  private boolean everConnected;
  private boolean restored;
  private boolean seeded;
  private long waitingSince;
  private long rightSince = -1;
  private long nextCheck;
  private long noted = Long.MIN_VALUE / 2;
  private String lastRule = "";

  LinkConnection(
      MirroringNetwork network, ManagedInstance instance, ManagedInstance.Link link, long nanos) {
    this.network = network;
    this.world = network.world();
    this.instance = instance;
    this.link = link;
    this.side = new InstanceSide(instance, link, network.world().clock.instant());
    this.roles = new RoleChanges(link);
    this.waitingSince = nanos;
    this.nextCheck = nanos;
  }

  /** The server whose line this link's seeding shares now, or null. */
  SqlServer seedingFrom() {
    if (arriving != null) {
      return instance.sql;
    }
    return wiring != null && seedingRun != null ? wiring.server() : null;
  }

  /** One look: moves the link on by what has happened since the last. */
  void look(Moment moment, double seedingBytes) {
    if (failed) {
      return;
    }
    roles.forced();
    if (wiring == null) {
      side.show(false, 0, 0);
      roles.alone();
      if (moment.nanos() >= nextCheck) {
        nextCheck = moment.nanos() + CHECK_EVERY;
        tryToConnect(moment);
      }
      return;
    }
    SqlServer server = wiring.server();
    if (!network.lock(server)) {
      return;
    }
    try {
      String broken = network.isCut(server) ? "the network is cut" : wiring.broken();
      if (broken != null) {
        disconnect(broken, moment);
      } else if (seedingRun != null) {
        seed(moment, seedingBytes);
      } else if (arriving != null) {
        arrive(moment, seedingBytes);
      } else if (!seeded) {
        waitForManualSeeding(moment);
      } else {
        roles.planned(
            wiring.distributed(), moment.nanos(), world.settings.connectDelay.toNanos(),
            this::lastLog);
        keepUp();
      }
    } finally {
      server.lock.unlock();
    }
  }

  private void tryToConnect(Moment moment) {
    Optional<Address> source = Address.parse(link.sourceEndpoint);
    if (source.isEmpty()) {
      unreachable("the source endpoint is no address", moment);
      return;
    }
    for (SqlServer server : network.directory().at(source.get().host())) {
      if (!network.lock(server)) {
        return;
      }
      try {
        Endpoint endpoint = server.endpoint;
        if (endpoint == null || endpoint.port != source.get().port() || !listensOn(server)) {
          continue;
        }
        if (!server.up || network.isCut(server)) {
          break;
        }
        attempt(server, moment);
        return;
      } finally {
        server.lock.unlock();
      }
    }
    unreachable("no endpoint answers at the source endpoint", moment);
  }

  private static boolean listensOn(SqlServer server) {
    String address = server.endpoint.ipAddress;
    return address == null || address.equals(server.description.ipAddress());
  }

  private void attempt(SqlServer server, Moment moment) {
    Attempt attempt =
        new Attempt(network.directory(), instance, link, server, restored, moment.at());
    Optional<Refusal> refusal = ConnectionRule.firstBroken(attempt);
    if (refusal.isPresent()) {
      Replica remote =
          attempt.distributed() == null
              ? null
              : Attempt.remote(attempt.distributed()).orElse(null);
      if (due(refusal.get(), moment)) {
        log(server, refusal.get(), remote, moment);
      }
      refused(refusal.get(), remote, moment);
      return;
    }
    if (rightSince < 0) {
      rightSince = moment.nanos();
    }
    if (moment.nanos() - rightSince >= world.settings.connectDelay.toNanos()) {
      connect(Wiring.of(attempt), moment);
    }
  }

  /** What the server's error log says; a redirect without a target is seen there alone. */
  private void log(SqlServer server, Refusal refusal, Replica remote, Moment moment) {
    boolean unnamed =
        refusal.rule().equals(GroupRules.NO_REDIRECT)
            || refusal.rule().equals(GroupRules.NO_PACK);
    if (unnamed) {
      MirroringLog.loginFailed(
          server,
          "Tried to send redirect request but the redirect string is empty",
          instance.fqdn,
          moment.at());
    } else if (remote != null) {
      ServerError error = refusal.atServer().apply(remote);
      MirroringLog.refused(server, error.number(), error.text(), instance.fqdn, moment.at());
    }
  }

  private void unreachable(String rule, Moment moment) {
    Refusal refusal = Refusal.silence(rule, LinkError.NOT_STARTED);
    if (due(refusal, moment)) {
      network.noteSilence(instance, link, refusal, moment);
    }
    refused(refusal, null, moment);
  }

  private void refused(Refusal refusal, Replica remote, Moment moment) {
    rightSince = -1;
    if (due(refusal, moment)) {
      noted = moment.nanos();
      if (remote != null) {
        remote.connected = false;
        refusal.atServer().apply(remote).note(remote, moment.at());
      }
      if (everConnected) {
        link.errorNumber = refusal.error().number;
        link.errorText = text(refusal.error());
      }
    }
    if (!refusal.rule().equals(lastRule)) {
      lastRule = refusal.rule();
      record("link " + link.name + ": no connection", lastRule, moment);
    }
    long waited = moment.nanos() - waitingSince;
    boolean over = waited >= world.settings.initTimeout.toNanos();
    boolean answered = refusal.atOnce() && waited >= world.settings.connectDelay.toNanos();
    if (!everConnected && (over || answered)) {
      fail(refusal.error(), moment);
    }
  }

  private boolean due(Refusal refusal, Moment moment) {
    return !refusal.rule().equals(lastRule) || moment.nanos() - noted >= NOTE_EVERY;
  }

  private void connect(Wiring now, Moment moment) {
    wiring = now;
    everConnected = true;
    lastRule = "";
    waitingSince = moment.nanos();
    Replica remote = now.remote();
    remote.connected = true;
    now.server().linkConnections.put(
        link.id, new SqlServer.LinkConnection(instance, moment.at()));
    link.errorNumber = 0;
    link.errorText = null;
    link.partnerCertificate = partnerCertificate(now.server());
    record("link " + link.name + ": connected to " + now.server().name(), "OK", moment);
    if (seeded) {
      keepUp();
    } else if (link.fromInstance && now.seedsAutomatically()) {
      arriving =
          new ArrivingCopy(
              now.server(), now.group(), remote, side.database(), ++attempts, moment.at());
    } else if (now.seedsAutomatically()) {
      restored = true;
      side.restoring(now.database(), moment.at());
      seedingRun = new SeedingRun(now.server(), now.database(), ++attempts, moment.at());
      remote.seeding = seedingRun.seeding();
    }
  }

  /** What the instance holds of the server's endpoint certificate. */
  private ManagedInstance.TrustCertificate partnerCertificate(SqlServer server) {
    return server.certificates.values().stream()
        .filter(own -> own.id == server.endpoint.certificateId)
        .flatMap(
            own ->
                instance.trustCertificates.values().stream()
                    .filter(trusted -> Arrays.equals(trusted.der(), own.der)))
        .findFirst()
        .orElse(null);
  }

  private void seed(Moment moment, double bytes) {
    Optional<LinkError> lost = seedingRun.lostLog();
    if (lost.isPresent()) {
      fail(lost.get(), moment);
    } else if (seedingRun.advance(bytes, moment)) {
      seedingRun = null;
      seeded = true;
      side.online();
      link.state = "LinkSynchronizing";
      record("link " + link.name + ": seeded " + link.targetDatabase, "OK", moment);
      keepUp();
    }
  }

  private void arrive(Moment moment, double bytes) {
    if (arriving.isGone()) {
      fail(LinkError.DATABASE_NOT_RESPONDING, moment);
    } else if (arriving.advance(bytes, moment)) {
      wiring = wiring.with(arriving.database());
      arriving = null;
      seeded = true;
      restored = true;
      link.state = "LinkSynchronizing";
      record("link " + link.name + ": seeded " + link.targetDatabase, "OK", moment);
      keepUp();
    }
  }

  /** Somebody would have to restore by hand; nobody does here, so the database never answers. */
  private void waitForManualSeeding(Moment moment) {
    if (moment.nanos() - waitingSince >= world.settings.initTimeout.toNanos()) {
      fail(LinkError.DATABASE_NOT_RESPONDING, moment);
    }
  }

  /** Before the roles change: everything that is committed is on both sides, and nothing else. */
  private void lastLog() {
    keepUp();
    wiring.database().endTransactions();
    side.database().endTransactions();
  }

  /** Log flows from the primary to the secondary; with two of one role nothing flows. */
  private void keepUp() {
    Replica remote = wiring.remote();
    Database database = wiring.database();
    boolean serverPrimary = wiring.distributed().localRole.equals("PRIMARY");
    boolean instancePrimary = link.instanceRole.equals("Primary");
    boolean flows =
        serverPrimary != instancePrimary && !remote.suspended && database.suspendReason == null;
    remote.health = flows ? 2 : 0;
    remote.synchronization = !flows ? 0 : remote.availabilityMode == 1 ? 2 : 1;
    if (flows && serverPrimary) {
      arrived(remote, database.endOfLogLsn);
      side.harden(database);
    } else if (flows) {
      database.endOfLogLsn = side.endOfLog();
      database.receiveTables(side.database());
      arrived(remote, side.endOfLog());
      side.sent();
    }
    side.show(true, remote.synchronization, remote.health);
  }

  private void arrived(Replica remote, BigInteger lsn) {
    if (remote.lastHardenedLsn != lsn) {
      link.lastHardenedLsn = lsn.toString();
      link.lastHardenedAt = world.clock.instant();
    }
    remote.lastSentLsn = lsn;
    remote.lastHardenedLsn = lsn;
    remote.logSendQueueKb = 0;
    remote.redoQueueKb = 0;
    remote.lagSeconds = 0;
  }

  private void disconnect(String why, Moment moment) {
    Replica remote = wiring.remote();
    off(remote);
    roles.broken();
    side.show(false, 0, 0);
    side.note(ServerError.lost(side.far()), moment.at());
    ServerError.lost(remote).note(remote, moment.at());
    MirroringLog.said(wiring.server(), ServerError.lost(remote).text(), moment.at());
    if (seedingRun != null) {
      seedingRun.failed(35206, "connection lost", moment.at());
      seedingRun = null;
    }
    if (arriving != null) {
      arriving.failed(35206, "connection lost", moment.at());
      arriving = null;
    }
    record("link " + link.name + ": disconnected", why, moment);
    wiring = null;
    rightSince = -1;
    waitingSince = moment.nanos();
    nextCheck = moment.nanos() + CHECK_EVERY;
    noted = moment.nanos();
  }

  /** Drops the connection when its server is among those that were restarted. */
  void dropIfOn(java.util.Set<String> servers, Moment moment) {
    if (wiring != null && servers.contains(MirroringNetwork.key(wiring.server().name()))) {
      breakOff("the server was restarted", moment);
    }
  }

  private void breakOff(String why, Moment moment) {
    SqlServer server = wiring.server();
    server.lock.lock();
    try {
      disconnect(why, moment);
    } finally {
      server.lock.unlock();
    }
  }

  /** The link resource has been deleted. */
  void close(Moment moment) {
    if (!failed) {
      side.dissolve(seeded, moment.at());
    }
    if (wiring != null) {
      breakOff("the link was deleted", moment);
    }
  }

  private void fail(LinkError error, Moment moment) {
    failed = true;
    link.state = error.state();
    link.errorNumber = error.number;
    link.errorText = text(error);
    record("link " + link.name + ": " + link.state, error.number + " " + lastRule, moment);
    side.dissolve(false, moment.at());
    if (wiring != null) {
      off(wiring.remote());
      ServerError.lost(wiring.remote()).note(wiring.remote(), moment.at());
      if (seedingRun != null) {
        seedingRun.failed(error.number, text(error), moment.at());
      }
      if (arriving != null) {
        arriving.failed(error.number, text(error), moment.at());
      }
    }
    seedingRun = null;
    arriving = null;
    wiring = null;
  }

  private void off(Replica remote) {
    wiring.server().linkConnections.remove(link.id);
    remote.connected = false;
    remote.health = 0;
    remote.synchronization = 0;
  }

  private String text(LinkError error) {
    return error.text(
        link.primaryGroup,
        link.sourceEndpoint,
        Math.max(1, world.settings.initTimeout.toMinutes()),
        link.targetDatabase);
  }

  private void record(String what, String outcome, Moment moment) {
    world.record.add(moment.at(), 0, instance.name, "network", "NETWORK", what, outcome);
  }
}
