package io.linkfleet.plan;

import io.linkfleet.event.LinkEvent;

/**
 * Which phase of a service acts on an event: a service that treats links to managed instances and
 * pairs of SQL Servers differently has one for each, behind the same topic.
 *
 * @param <I> the event
 */
public interface Phases<I extends LinkEvent> {
  /** Its short name: cert, endpoint, ag, azure-link. */
  String name();

  /** The class of the event it acts on. */
  Class<I> input();

  /** The one that acts on this event. */
  Phase<I, ?, ?> of(I event);
}
