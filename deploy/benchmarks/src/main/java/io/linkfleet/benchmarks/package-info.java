/**
 * Measurements of the packaged stack, each a ratio to something measured in the same run.
 *
 * <p>{@link io.linkfleet.benchmarks.Benchmarks} is the way in. What is computed is apart from what is
 * run: {@link io.linkfleet.benchmarks.Work}, {@link io.linkfleet.benchmarks.LowerBound}, {@link
 * io.linkfleet.benchmarks.Timeline}, {@link io.linkfleet.benchmarks.PhaseTimes} and {@link
 * io.linkfleet.benchmarks.Looks} know nothing of processes.
 */
package io.linkfleet.benchmarks;
