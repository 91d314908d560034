package io.linkfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.Samples;
import io.linkfleet.sqlserver.Statement;
import io.smallrye.reactive.messaging.MutinyEmitter;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a visit leaves behind when it could not do anything. */
class ReconcilerTest {
  private final LinkRequested wanted = new LinkRequested(Samples.link(), Samples.AT);

  @Test
  void aBusyServerDoesNotMakeWhatWasBegunForgotten() {
    LinkWaiting seat =
        new LinkWaiting(
            wanted.link(), "busy", Reason.IN_PROGRESS.name(), "an upload", Samples.AT, Samples.AT,
            0, "an upload was begun", EventCodec.json().valueToTree(wanted), Samples.AT);

    var outcome =
        new Reconciler(null, Clock.systemUTC())
            .run(new BusyServer(), wanted, seat, Optional.empty());

    assertThat(outcome).isInstanceOf(Reconciler.Outcome.Pause.class);
    Plan.Waiting waiting = ((Reconciler.Outcome.Pause<?>) outcome).waiting();
    assertThat(waiting.reason()).isEqualTo(Reason.SERVER_BUSY);
    assertThat(waiting.carried()).isEqualTo("an upload was begun");
  }

  /** A phase with something to do on a server that somebody else is changing. */
  private static final class BusyServer implements Phase<LinkRequested, String, CertCreated> {
    @Override
    public String name() {
      return "busy";
    }

    @Override
    public Class<LinkRequested> input() {
      return LinkRequested.class;
    }

    @Override
    public String lane(LinkRequested event) {
      return event.link().source().address();
    }

    @Override
    public String where(LinkRequested event) {
      return event.link().source().name();
    }

    @Override
    public Visit<String> visit(LinkRequested event, String carried) {
      return new Visit<>() {
        @Override
        public String observe() {
          return "nothing";
        }

        @Override
        public boolean lock() {
          return false;
        }

        @Override
        public void apply(Step step) {
          throw new AssertionError("changed without the lock");
        }

        @Override
        public Optional<String> carried() {
          return Optional.ofNullable(carried);
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public Plan plan(LinkRequested event, String observed) {
      return new Plan.Steps(List.of(new Step("Do something", Statement.of("SELECT 1"))));
    }

    @Override
    public CertCreated converged(LinkRequested event, String observed) {
      throw new AssertionError("nothing has converged");
    }

    @Override
    public MutinyEmitter<byte[]> out() {
      return null;
    }
  }
}
