/**
 * What SQL Server, managed instances and Azure are claimed to do: one list of facts, asked of the
 * simulator in every build, and of real systems where the environment names them. The page FACTS.md
 * is written from the same list.
 */
package io.linkfleet.simulator.contract;
