package io.linkfleet.endpoint.pair;

import io.linkfleet.endpoint.EndpointState.Endpoint;
import io.linkfleet.endpoint.EndpointState.Listener;
import io.linkfleet.endpoint.pair.PairState.Connect;
import io.linkfleet.endpoint.pair.PairState.Held;
import io.linkfleet.endpoint.pair.PairState.Host;
import io.linkfleet.endpoint.pair.PairState.Inbound;
import io.linkfleet.endpoint.pair.PairState.Login;
import io.linkfleet.endpoint.pair.PairState.Outbound;
import io.linkfleet.endpoint.pair.PairState.User;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Starting states of one server by name: each method changes one thing. */
final class PairStates {
  static final String ENDPOINT = "database_mirroring_endpoint";
  static final int NEGOTIATE = 3;
  static final int CERTIFICATE = 4;
  static final int AES = 2;

  private final String label;
  private Endpoint endpoint;
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Held> certificates = new ArrayList<>();
  private final List<Login> logins = new ArrayList<>();
  private final List<User> users = new ArrayList<>();
  private final List<Connect> connect = new ArrayList<>();
  private final Set<String> kept = new HashSet<>();
  private final Set<String> files = new HashSet<>();
  private int mirrored;
  private int witnessed;
  private boolean express;

  private PairStates(String label) {
    this.label = label;
    certificates.add(new Held(label + "_cert", label, true, "dbo"));
    listeners.add(new Listener("TSQL Default TCP", 1433));
    logins.add(new Login("sa", "S", false, true, "dbo"));
    users.add(new User("dbo"));
  }

  /** With its own certificate, as phase 1 leaves it. */
  static PairStates of(String label) {
    return new PairStates(label);
  }

  /** Everything done. */
  static PairStates done(String label, String... others) {
    PairStates host = of(label).endpoint("STARTED", "ALL", CERTIFICATE, label + "_cert", AES);
    for (String other : others) {
      host.login(other + "_login", "S", other + "_user")
          .kept(other)
          .certificate(other + "_cert", other, other + "_user")
          .granted(other + "_login");
    }
    return host;
  }

  PairStates endpoint(String state, String role, int auth, String certificate, int algorithm) {
    return endpoint(
        new Endpoint(
            ENDPOINT, 7024, null, state, role, auth, certificate, true, algorithm,
            state.equals("STARTED")));
  }

  PairStates endpoint(Endpoint there) {
    endpoint = there;
    return this;
  }

  PairStates inUse() {
    mirrored = 3;
    witnessed = 1;
    return this;
  }

  PairStates express() {
    express = true;
    return this;
  }

  PairStates listener(String name, int port) {
    listeners.add(new Listener(name, port));
    return this;
  }

  PairStates login(String name, String type, String user) {
    return login(new Login(name, type, false, false, user));
  }

  PairStates login(Login login) {
    logins.removeIf(other -> other.name().equals(login.name()));
    logins.add(login);
    return login.user() == null ? this : user(login.user());
  }

  PairStates user(String name) {
    users.add(new User(name));
    return this;
  }

  PairStates kept(String other) {
    kept.add(other);
    return this;
  }

  PairStates certificate(String name, String content, String owner) {
    certificates.removeIf(other -> other.name().equals(name));
    certificates.add(new Held(name, content, false, owner));
    return this;
  }

  PairStates withoutCertificate(String name) {
    certificates.removeIf(held -> held.name().equals(name));
    return this;
  }

  PairStates granted(String login) {
    connect.add(new Connect(login, false));
    return this;
  }

  PairStates denied(String login) {
    connect.add(new Connect(login, true));
    return this;
  }

  PairStates revoked(String login) {
    connect.removeIf(c -> c.login().equals(login));
    return this;
  }

  PairStates file(String path) {
    files.add(path);
    return this;
  }

  static PairState together(PairStates... hosts) {
    Map<String, Host> seen = new LinkedHashMap<>();
    for (PairStates host : hosts) {
      seen.put(
          host.label,
          new Host(
              host.label,
              new Outbound(
                  Optional.ofNullable(host.endpoint), host.listeners, 0, host.mirrored,
                  host.witnessed, host.express),
              new Inbound(
                  host.certificates, host.logins, host.users, host.connect, host.kept,
                  host.files)));
    }
    return new PairState(seen);
  }
}
