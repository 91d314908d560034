package io.linkfleet.ag;

import io.linkfleet.ag.AgState.Database;
import io.linkfleet.ag.AgState.Group;
import io.linkfleet.ag.AgState.LogChain;
import io.linkfleet.ag.AgState.Member;
import io.linkfleet.ag.AgState.Server;
import io.linkfleet.event.Evidence;
import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkNames;
import io.linkfleet.event.LinkOptions;
import io.linkfleet.event.LinkSpec;
import io.linkfleet.event.Samples;
import java.util.List;
import java.util.Optional;

/** States to start from: what the probe would have observed, and the event that asks. */
final class AgStates {
  static final Server SQL_2022 = new Server(16, true, "/var/opt/mssql/data");
  static final String URL = "TCP://10.10.1.11:5022";
  static final String LISTENER = "tcp://mi-west.6d710bcf372b.database.windows.net:5022";
  static final Member REPLICA = replica("SQL01", URL, "PRIMARY");
  static final Member LOCAL = member("AG_Sales", URL, true, "PRIMARY");
  static final Member REMOTE =
      member("mi-west", LISTENER + ";Server=[mi-west]", false, "SECONDARY");
  static final Group GROUP = group("AG_Sales", List.of(REPLICA), "Sales");
  static final Group DISTRIBUTED = distributed("DAG_Sales_mi_west", LOCAL, REMOTE);

  private AgStates() {}

  static EndpointReady asked(String database) {
    LinkSpec link = Samples.link(database);
    return new EndpointReady(with(link, null), Samples.trust(), Samples.endpoint(), Samples.AT);
  }

  static EndpointReady asked() {
    return asked("Sales");
  }

  static EndpointReady askedWithBackupTo(String directory) {
    EndpointReady event = asked();
    return new EndpointReady(
        with(event.link(), directory), event.trust(), event.endpoint(), event.at());
  }

  static EndpointReady askedOf(String serverName) {
    EndpointReady event = asked();
    var trust = event.trust();
    return new EndpointReady(
        event.link(),
        new Evidence.Trust(
            serverName,
            trust.certificate(),
            trust.thumbprint(),
            trust.instanceFqdn(),
            trust.resourceGroup()),
        event.endpoint(),
        event.at());
  }

  static EndpointReady askedWithNames(String group, String distributedGroup) {
    EndpointReady event = asked();
    LinkSpec link = event.link();
    return new EndpointReady(
        new LinkSpec(
            link.id(),
            link.rollout(),
            link.generation(),
            link.source(),
            link.database(),
            link.target(),
            new LinkNames(group, distributedGroup),
            link.options()),
        event.trust(),
        event.endpoint(),
        event.at());
  }

  private static LinkSpec with(LinkSpec link, String backupDirectory) {
    return new LinkSpec(
        link.id(),
        link.rollout(),
        link.generation(),
        link.source(),
        link.database(),
        link.target(),
        link.names(),
        new LinkOptions(backupDirectory, false, null));
  }

  /** Ready in every respect. */
  static Database database(String name) {
    return new Database(
        5, name, "ONLINE", "MULTI_USER", false, false, "FULL", LogChain.STARTED, null);
  }

  static Database recovering(String model, LogChain chain) {
    return new Database(5, "Sales", "ONLINE", "MULTI_USER", false, false, model, chain, null);
  }

  static Database in(String state, String access) {
    return new Database(
        5, "Sales", state, access, false, false, "FULL", LogChain.STARTED, null);
  }

  static Database mirrored(String role, String state) {
    return new Database(
        5, "Sales", state, "MULTI_USER", false, false, "FULL", LogChain.STARTED, role);
  }

  static Database odd(boolean readOnly, boolean autoClose) {
    return new Database(
        5, "Sales", "ONLINE", "MULTI_USER", readOnly, autoClose, "FULL", LogChain.STARTED, null);
  }

  static AgState state(Server server, Database database, Group... groups) {
    return new AgState(
        server, Optional.ofNullable(database), List.of(groups), Samples.AT);
  }

  static AgState state(Database database, Group... groups) {
    return state(SQL_2022, database, groups);
  }

  static AgState ready(Group... groups) {
    return state(database("Sales"), groups);
  }

  static Group group(String name, List<Member> members, String... databases) {
    return new Group(name, false, members, List.of(databases));
  }

  static Group distributed(String name, Member... members) {
    return new Group(name, true, List.of(members), List.of());
  }

  static Member replica(String name, String url, String role) {
    return new Member(name, url, "SYNCHRONOUS_COMMIT", "MANUAL", "AUTOMATIC", true, role);
  }

  static Member member(String name, String url, boolean local, String role) {
    return new Member(name, url, "ASYNCHRONOUS_COMMIT", "MANUAL", "AUTOMATIC", local, role);
  }
}
