package io.linkfleet.monitor.view;

/** How far a link has come, in the order of its way. */
public enum Milestone {
  REQUESTED,
  CERT_CREATED,
  ENDPOINT_READY,
  DAG_CREATED,
  LINK_CREATED,
  CONNECTED;

  /** What a phase brings a link to, by the phase's name in events. */
  static Milestone of(String phase) {
    return switch (phase) {
      case "cert" -> CERT_CREATED;
      case "endpoint" -> ENDPOINT_READY;
      case "ag" -> DAG_CREATED;
      case "azure-link" -> LINK_CREATED;
      default -> CONNECTED;
    };
  }
}
