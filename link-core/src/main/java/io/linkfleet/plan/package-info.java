/**
 * Observe, plan, apply, observe: what a phase must provide, and the one loop that runs it.
 *
 * <p>Knows how to wait, to block, to try again and to say so; knows no phase.
 */
package io.linkfleet.plan;
