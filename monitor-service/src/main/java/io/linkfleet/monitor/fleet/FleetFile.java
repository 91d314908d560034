package io.linkfleet.monitor.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The one entry to this package: bytes in, a fleet or every error out. */
public final class FleetFile {
  private FleetFile() {}

  /** What checking a file gave. */
  public sealed interface Checked {
    /** It can be rolled out. */
    record Accepted(Fleet fleet) implements Checked {}

    /** It cannot, and this is all that is wrong with it. */
    record Refused(List<Finding> findings) implements Checked {}
  }

  /**
   * Reads and checks a file.
   *
   * @param yaml whether it is YAML; JSON otherwise
   */
  public static Checked check(byte[] file, boolean yaml) {
    FleetReader.Read read = FleetReader.read(file, yaml);
    if (read.why() != null) {
      return new Checked.Refused(List.of(read.why()));
    }
    JsonNode tree = read.tree();
    List<Finding> findings = new ArrayList<>(FleetSchema.check(tree));
    Fleet fleet = FleetParser.parse(tree);
    // what the schema says about a place is enough for that place
    Set<String> known = findings.stream().map(Finding::path).collect(Collectors.toSet());
    FleetCheck.check(tree, fleet).stream()
        .filter(finding -> !known.contains(finding.path()))
        .forEach(findings::add);
    return findings.isEmpty() ? new Checked.Accepted(fleet) : new Checked.Refused(findings);
  }
}
