package io.linkfleet.simulator.contract;

/** A system that is asked: the simulator or a real one. */
sealed interface Subject permits SqlSubject, AzureSubject {
  /** What the report calls it. */
  String name();
}
