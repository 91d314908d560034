package io.linkfleet.simulator.wire;

import java.io.IOException;

/** A client broke the protocol; its connection ends and nothing else does. */
final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1;

  ProtocolException(String reason) {
    super(reason);
  }
}
