package io.linkfleet.ag.mirroring;

import io.linkfleet.ag.mirroring.MirroringState.Backup;
import io.linkfleet.ag.mirroring.MirroringState.Database;
import io.linkfleet.ag.mirroring.MirroringState.DatabaseFile;
import io.linkfleet.ag.mirroring.MirroringState.Host;
import io.linkfleet.ag.mirroring.MirroringState.Session;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.PairOptions;
import io.linkfleet.event.Samples;
import io.linkfleet.event.Target;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** States to start from: what the probe would have observed, and the event that asks. */
final class MirroringStates {
  static final String FAMILY = "11111111-0000-0000-0000-000000000001";
  static final String FORK = "22222222-0000-0000-0000-000000000002";
  static final String DATA = "C:\\Data";
  static final String TO_A = "TCP://10.10.2.11:7024";
  static final String TO_B = "TCP://10.10.2.12:7024";
  static final String TO_C = "TCP://10.10.2.13:7024";
  static final String SHARE = "\\\\backup\\mirroring\\";

  private MirroringStates() {}

  static EndpointReady asked() {
    return asked(PairOptions.defaults());
  }

  static EndpointReady asked(PairOptions pair) {
    return asked("Sales", "\\\\backup\\mirroring", pair, true);
  }

  static EndpointReady asked(
      String database, String backupDirectory, PairOptions pair, boolean witness) {
    LinkSpec link = Samples.pair(database, Target.Session.MIRRORING);
    Target target =
        witness
            ? link.target()
            : new Target.SqlServer(Target.Session.MIRRORING, link.partner().server(), null);
    return new EndpointReady(
        new LinkSpec(
            link.id(), link.rollout(), link.generation(), link.source(), database, target,
            link.names(), new LinkOptions(backupDirectory, false, null, pair)),
        Samples.pairTrust(),
        Samples.pairEndpoint(),
        Samples.AT);
  }

  static Host host(String label, Database database) {
    return new Host(label, 16, DATA + "\\", DATA + "\\", Optional.ofNullable(database));
  }

  /** What both servers show; null for a database that is not there. */
  static MirroringState state(Database source, Database partner, Backup... backups) {
    return state(host("HOST_A", source), host("HOST_B", partner), backups);
  }

  static MirroringState state(Host source, Host partner, Backup... backups) {
    return new MirroringState(
        Optional.ofNullable(source), Optional.ofNullable(partner), List.of(backups), Samples.AT);
  }

  /** Online, in full recovery, its log backed up to 1000. */
  static Database online() {
    return online("Sales", "FULL", 1000, null);
  }

  static Database online(String name, String model, Integer lastLog, Session session) {
    return database(name, "ONLINE", "MULTI_USER", model, lastLog, session);
  }

  static Database in(String state, String access) {
    return database("Sales", state, access, "FULL", 1000, null);
  }

  private static Database database(
      String name, String state, String access, String model, Integer lastLog, Session session) {
    return new Database(
        5, name, state, access, false, false, model, null, true, number(lastLog), FAMILY, FORK,
        null, false, files(name, DATA), session);
  }

  /** Read-only, or closing with its last user. */
  static Database odd(boolean readOnly, boolean autoClose) {
    Database d = online();
    return new Database(
        5, "Sales", "ONLINE", "MULTI_USER", readOnly, autoClose, "FULL", null, true,
        d.lastLogBackup(), FAMILY, FORK, null, false, d.files(), null);
  }

  /** In an availability group. */
  static Database grouped() {
    Database d = online();
    return new Database(
        5, "Sales", "ONLINE", "MULTI_USER", false, false, "FULL", "AG_Sales", true,
        d.lastLogBackup(), FAMILY, FORK, null, false, d.files(), null);
  }

  /** A copy that has been restored up to there. */
  static Database copy(Integer redo, boolean logRestored, Session session) {
    return copy(redo, logRestored, FORK, session);
  }

  static Database copy(Integer redo, boolean logRestored, String fork, Session session) {
    return new Database(
        7, "Sales", "RESTORING", "MULTI_USER", false, false, "FULL", null, true, null, FAMILY,
        fork, number(redo), logRestored, files("Sales", DATA), session);
  }

  static List<DatabaseFile> files(String name, String directory) {
    return List.of(
        new DatabaseFile(name, directory + "\\" + name + ".mdf", false),
        new DatabaseFile(name + "_log", directory + "\\" + name + "_log.ldf", true));
  }

  static Database with(List<DatabaseFile> files) {
    Database d = online();
    return new Database(
        5, "Sales", "ONLINE", "MULTI_USER", false, false, "FULL", null, true, d.lastLogBackup(),
        FAMILY, FORK, null, false, files, null);
  }

  static Session principal(String state, String safety, String witness) {
    return new Session("PRINCIPAL", state, safety, TO_B, "HOST_B", witness);
  }

  static Session mirror(String state) {
    return new Session("MIRROR", state, "FULL", TO_A, "HOST_A", TO_C);
  }

  /** A session as it shall be, in that state on both sides. */
  static MirroringState session(String state) {
    return session(principal(state, "FULL", TO_C), mirror(state));
  }

  static MirroringState session(Session here, Session there) {
    return state(online("Sales", "FULL", 1000, here), copy(1000, true, there));
  }

  /** The same after a failover. */
  static MirroringState failedOver(String state) {
    return state(
        copy(1000, true, new Session("MIRROR", state, "FULL", TO_B, "HOST_B", TO_C)),
        online(
            "Sales", "FULL", 1000,
            new Session("PRINCIPAL", state, "FULL", TO_A, "HOST_A", TO_C)));
  }

  static Backup full(int end, String path) {
    return new Backup(false, number(end - 50), number(end), path, 1);
  }

  static Backup log(int first, int last, String path) {
    return new Backup(true, number(first), number(last), path, 1);
  }

  static BigDecimal number(Integer lsn) {
    return lsn == null ? null : BigDecimal.valueOf(lsn);
  }
}
