package io.linkfleet.simulator.engine;

import java.time.Instant;

/**
 * A stored procedure that somebody made in a database. It takes no parameters.
 *
 * @param id its object_id
 * @param body what stands after AS, on the lines on which it stood
 */
public record UserProcedure(String name, int id, String body, Instant created, Instant modified) {}
