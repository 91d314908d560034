package io.linkfleet.local;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Owns the description of one process of the stack: what to run, and how to see that it is ready.
 *
 * @param name its name, for the table of processes and its log
 * @param port the port that it answers on
 * @param command what to run
 * @param environment what it finds in its environment besides the few variables every process has
 * @param log where its output goes
 * @param ready the page that answers 200 when it is ready, or null when a connection is enough
 * @param within how long it may take
 */
record Program(
    String name,
    int port,
    List<String> command,
    Map<String, String> environment,
    Path log,
    URI ready,
    Duration within) {}
