/**
 * Faults on the packaged stack: what is done to it, and how a run is judged from outside.
 *
 * <p>An experiment takes servers that nobody has used yet ({@link
 * io.linkfleet.acceptance.faults.Run}), asks for links, disturbs processes ({@link
 * io.linkfleet.acceptance.faults.Processes}), topics ({@link
 * io.linkfleet.acceptance.faults.Bus}) or the simulated world ({@link
 * io.linkfleet.acceptance.faults.Simulator}), waits for the end, and lets the {@link
 * io.linkfleet.acceptance.faults.Judge} judge the {@link
 * io.linkfleet.acceptance.faults.Evidence}.
 */
package io.linkfleet.acceptance.faults;
