package io.linkfleet.local;

import java.util.List;

/**
 * Owns which services there are, their ports and how much heap each is given.
 *
 * @param name its module
 * @param basePort its HTTP port without an offset
 * @param heapMb most heap in MB
 */
public record ServiceProcess(String name, int basePort, int heapMb) {
  /** All five, in the order of a link's way. */
  public static final List<ServiceProcess> ALL =
      List.of(
          new ServiceProcess("cert-service", 21501, 112),
          new ServiceProcess("endpoint-service", 21502, 96),
          new ServiceProcess("ag-service", 21503, 96),
          new ServiceProcess("azure-link-service", 21504, 112),
          new ServiceProcess("monitor-service", 21505, 112));

  /** The service that people talk to. */
  public static final String MONITOR = "monitor-service";

  /** The services whose dry run together is the way of a link, in order. */
  public static List<ServiceProcess> phases() {
    return ALL.subList(0, 4);
  }
}
