package io.linkfleet.benchmarks;

import java.nio.file.Path;

/**
 * Where a measurement takes place.
 *
 * @param root the clone
 * @param home the directory for the state of its stack
 * @param offset added to every port
 */
record Setting(Path root, Path home, int offset) {}
