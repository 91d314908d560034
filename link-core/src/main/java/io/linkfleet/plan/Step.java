package io.linkfleet.plan;

/**
 * One step of a plan.
 *
 * @param sentence what it does, for the log, the dry run and the audit trail
 * @param action the exact statement or request
 */
public record Step(String sentence, Action action) {}
