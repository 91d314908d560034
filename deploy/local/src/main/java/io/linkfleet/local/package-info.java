/**
 * The whole stack on one machine, as child processes of one command: a Kafka broker, the simulator
 * and the five services.
 *
 * <p>{@link io.linkfleet.local.LocalStack} is the way in. Everything that it keeps is below one
 * directory, {@link io.linkfleet.local.Layout#home()}.
 */
package io.linkfleet.local;
