/** The {@code linkfleet} command line: one class per command, and what they share. */
package io.linkfleet.cli;
