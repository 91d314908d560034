/**
 * The mirroring network between the simulated SQL Servers and managed instances: decides by the
 * rules of the product whether a link connects, and moves seeding, log positions and states on.
 *
 * <p>Sources: the link article of November 2022, Microsoft's troubleshooting page for the link and
 * the published list of engine messages. The texts of the messages are the published ones; which
 * message appears in which situation, and after how long, was never checked on a real system
 * wherever a comment says <em>inferred</em>.
 */
package io.linkfleet.simulator.network;
