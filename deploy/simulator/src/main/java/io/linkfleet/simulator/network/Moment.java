package io.linkfleet.simulator.network;

import java.time.Instant;

/**
 * Owns the time of one look at the network.
 *
 * @param at the world's time, for stamps and for the validity of certificates
 * @param nanos time that only goes forward, for delays; setting the world's clock leaves it alone
 * @param elapsedNanos since the look before
 */
record Moment(Instant at, long nanos, long elapsedNanos) {}
