package io.linkfleet.simulator.contract;

import java.util.ArrayList;
import java.util.List;

/** Owns the list of all facts, in the order of the page. */
final class Facts {
  private Facts() {}

  static List<Fact> all() {
    List<Fact> all = new ArrayList<>();
    all.addAll(SqlFacts.all());
    all.addAll(BatchFacts.all());
    all.addAll(TableFacts.all());
    all.addAll(GroupFacts.all());
    all.addAll(ViewFacts.all());
    all.addAll(InstanceFacts.all());
    all.addAll(AzureFacts.all());
    all.addAll(UncheckedFacts.all());
    return all;
  }
}
