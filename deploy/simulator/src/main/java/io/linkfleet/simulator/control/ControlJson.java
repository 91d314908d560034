package io.linkfleet.simulator.control;

import com.fasterxml.jackson.databind.ObjectMapper;

/** Owns the mapper of the control API, made at the first request: a start need not wait for it. */
final class ControlJson {
  static final ObjectMapper MAPPER = new ObjectMapper();

  private ControlJson() {}
}
