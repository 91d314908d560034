package io.linkfleet.simulator.engine;

import java.util.Locale;
import java.util.UUID;

/**
 * The names and the port under which the nodes of a managed instance reach each other and a link
 * reaches them, worked out from the instance's name when somebody asks. Their form is that of the
 * sample output in the documentation of the network test; the values are made up.
 *
 * @param node the machine that has the primary replica
 * @param cluster the domain of the machines
 * @param application the name of the instance inside the cluster
 * @param hadrPort in the documented range 11000 to 11999
 * @param address where both the instance's name and the node lead
 */
public record Fabric(
    String node, String cluster, String application, int hadrPort, String address) {
  private static final int FIRST_PORT = 11000;
  private static final int PORTS = 1000;

  /** Of this instance; always the same for one name. */
  public static Fabric of(ManagedInstance instance) {
    UUID seed = UUID.nameUUIDFromBytes(instance.fqdn.getBytes());
    long bits = seed.getMostSignificantBits();
    String hex = seed.toString().replace("-", "");
    return new Fabric(
        "DB" + Long.remainderUnsigned(bits, 1000),
        "tr" + hex.substring(0, 6) + "." + instance.location.toLowerCase(Locale.ROOT)
            + ".worker.database.windows.net",
        hex.substring(6, 18),
        FIRST_PORT + (int) Long.remainderUnsigned(bits >>> 16, PORTS),
        "10." + (64 + (bits >>> 8 & 63)) + "." + (bits >>> 24 & 255) + "."
            + (4 + (bits >>> 40 & 127)));
  }

  /** The name by which the world resolves the node. */
  public String nodeName() {
    return node + "." + cluster;
  }
}
