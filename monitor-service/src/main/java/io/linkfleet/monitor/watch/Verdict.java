package io.linkfleet.monitor.watch;

/**
 * What a table says about a link or pair.
 *
 * @param code the row's name
 * @param sentence what is the case, for a person
 * @param nextAction what a person should do, or an empty string
 */
record Verdict(String code, Severity severity, String sentence, String nextAction) {}
