package io.linkfleet.ag;

import io.linkfleet.event.LinkEvent.EndpointReady;
import io.linkfleet.event.LinkEvent.LinkCreated;
import io.linkfleet.plan.Phase;
import io.linkfleet.sqlserver.SqlServers;
import io.smallrye.reactive.messaging.MutinyEmitter;
import java.time.Clock;

/**
 * What the sessions of a pair have in common, mirrored or in groups: phase 3, {@link EndpointReady}
 * in, {@link LinkCreated} out.
 *
 * @param <S> what it observes
 */
public abstract class SessionPhase<S> implements Phase<EndpointReady, S, LinkCreated> {
  protected final SqlServers servers;
  protected final AgConfig config;
  protected final Clock clock;
  private final MutinyEmitter<byte[]> linkCreated;

  /** With what the service has. */
  protected SessionPhase(
      SqlServers servers, AgConfig config, Clock clock, MutinyEmitter<byte[]> linkCreated) {
    this.servers = servers;
    this.config = config;
    this.clock = clock;
    this.linkCreated = linkCreated;
  }

  @Override
  public String name() {
    return "ag";
  }

  @Override
  public Class<EndpointReady> input() {
    return EndpointReady.class;
  }

  /** The source's, unless its loss has been accepted: what waits for it must not hold this up. */
  @Override
  public String lane(EndpointReady event) {
    var source = event.link().source();
    return Wish.of(event.link()).mayLose(source.name())
        ? event.link().partner().server().address()
        : source.address();
  }

  @Override
  public String where(EndpointReady event) {
    return event.link().source().name() + " and " + event.link().partner().server().name();
  }

  @Override
  public MutinyEmitter<byte[]> out() {
    return linkCreated;
  }
}
