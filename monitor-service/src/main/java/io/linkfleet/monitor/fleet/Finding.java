package io.linkfleet.monitor.fleet;

/**
 * One thing that is wrong with a fleet file.
 *
 * @param path where, for example {@code servers[1].databases[0].name}; empty for the file itself
 * @param problem what is wrong
 * @param action what to do about it
 */
public record Finding(String path, String problem, String action) {}
