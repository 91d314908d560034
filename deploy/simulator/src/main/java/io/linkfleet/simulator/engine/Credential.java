package io.linkfleet.simulator.engine;

import java.time.Instant;

/** A credential of a server; its secret is not kept, as nobody here would ask for it. */
public record Credential(int id, String name, String identity, Instant created, Instant modified) {}
