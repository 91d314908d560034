package io.linkfleet.acceptance.faults;

/** Where a service is killed. */
enum Boundary {
  /** It has sent a statement or request, which has no effect. */
  BEFORE_THE_EFFECT,
  /** The statement or request has its effect, and the service does not know. */
  AFTER_THE_EFFECT,
  /** The effect is known, and the broker does not have the event that follows. */
  BEFORE_THE_EVENT,
  /** The broker has the event, and the record that led to it is not acknowledged. */
  BEFORE_THE_ACKNOWLEDGEMENT
}
