package io.linkfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent.CertCreated;
import io.linkfleet.event.LinkEvent.LinkRequested;
import io.linkfleet.event.LinkEvent.LinkStep;
import io.linkfleet.event.LinkEvent.LinkWaiting;
import io.linkfleet.event.Samples;
import io.linkfleet.sqlserver.SqlFailure;
import io.linkfleet.sqlserver.Statement;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.TracingMetadata;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a visit tells, and what it leaves behind when it could not do anything. */
class ReconcilerTest {
  private final List<String> said = new ArrayList<>();
  private final LinkRequested wanted = new LinkRequested(Samples.link(), Samples.AT);

  @Test
  void aBusyServerDoesNotMakeWhatWasBegunForgotten() {
    LinkWaiting seat =
        new LinkWaiting(
            wanted.link(), "busy", Reason.IN_PROGRESS.name(), "an upload", Samples.AT, Samples.AT,
            0, "an upload was begun", EventCodec.json().valueToTree(wanted), Samples.AT);

    var outcome =
        new Reconciler(null, Clock.systemUTC())
            .run(new Server(false, false), wanted, seat, Optional.empty());

    assertThat(outcome).isInstanceOf(Reconciler.Outcome.Pause.class);
    Plan.Waiting waiting = ((Reconciler.Outcome.Pause<?>) outcome).waiting();
    assertThat(waiting.reason()).isEqualTo(Reason.SERVER_BUSY);
    assertThat(waiting.carried()).isEqualTo("an upload was begun");
  }

  @Test
  void theLastStepIsToldWhenOthersMayGoOnAlready() {
    var outcome = visit(new Server(true, false));

    assertThat(said)
        .containsExactly(
            "first",
            "told first",
            "second",
            "unlocked",
            "the broker has first",
            "told second",
            "the broker has second");
    assertThat(outcome).isInstanceOf(Reconciler.Outcome.Done.class);
  }

  @Test
  void aStepIsToldAlsoWhenTheServerIsLostRightAfterIt() {
    var outcome = visit(new Server(true, true));

    assertThat(said)
        .containsExactly(
            "first",
            "told first",
            "second",
            "the broker has first",
            "told second",
            "the broker has second");
    assertThat(outcome).isInstanceOf(Reconciler.Outcome.Pause.class);
  }

  /** Somebody else was at work between what is read first and what is read last. */
  @Test
  void aServerThatIsBeingChangedIsNotBlockedByWhatWasReadOfItMeanwhile() {
    var outcome = visit(new Server(true, false, "half of it"));

    assertThat(said).contains("second");
    assertThat(outcome).isInstanceOf(Reconciler.Outcome.Done.class);
  }

  @Test
  void aBlockIsNotSaidWhileSomebodyElseChangesTheServer() {
    var outcome = visit(new Server(false, false, "half of it"));

    assertThat(outcome).isInstanceOf(Reconciler.Outcome.Pause.class);
    assertThat(((Reconciler.Outcome.Pause<?>) outcome).waiting().reason())
        .isEqualTo(Reason.SERVER_BUSY);
  }

  @Test
  void whatIsStillInTheWayOnceNobodyElseChangesTheServerBlocks() {
    var outcome = visit(new Server(true, false, "half of it", "half of it"));

    assertThat(said).containsExactly("unlocked");
    assertThat(outcome).isInstanceOf(Reconciler.Outcome.Stop.class);
  }

  @Test
  void whatLinksShareAndWasJustSeenToNeedNothingIsNotLookedAtForEach() {
    Server server = new Server(true, false);
    Reconciler reconciler = reconciler();
    reconciler.run(server, wanted, null, Optional.empty());
    int visits = server.visits;

    var outcome = reconciler.run(server, wanted, null, Optional.empty());

    assertThat(outcome).isInstanceOf(Reconciler.Outcome.Done.class);
    assertThat(server.visits).isEqualTo(visits).isEqualTo(1);
  }

  @Test
  void whatAnotherLinkNeedsIsLookedForAnew() {
    Server server = new Server(true, false);
    Reconciler reconciler = reconciler();
    reconciler.run(server, wanted, null, Optional.empty());
    server.needsMore = true;

    reconciler.run(server, wanted, null, Optional.empty());

    assertThat(server.visits).isEqualTo(2);
  }

  @Test
  void whatWasSeenALittleWhileAgoIsLookedAtAnew() {
    Server server = new Server(true, false);
    Reconciler reconciler = reconciler();

    await()
        .pollInterval(SharedLooks.SERVES.plusMillis(50))
        .untilAsserted(
            () -> {
              reconciler.run(server, wanted, null, Optional.empty());
              assertThat(server.visits).isGreaterThan(2);
            });
  }

  private Reconciler.Outcome<CertCreated> visit(Server server) {
    return reconciler().run(server, wanted, null, Optional.empty());
  }

  private Reconciler reconciler() {
    Journal journal =
        new Journal() {
          @Override
          public Runnable step(LinkStep event, Optional<TracingMetadata> trace) {
            said.add("told " + event.sentence());
            return () -> said.add("the broker has " + event.sentence());
          }
        };
    return new Reconciler(journal, Clock.systemUTC());
  }

  /** A phase with two things to do on a server: somebody else changes it, or it gets lost. */
  private final class Server implements Phase<LinkRequested, String, CertCreated> {
    private final boolean free;
    private final boolean lost;
    private final Iterator<String> looks;
    private int visits;
    private boolean needsMore;

    /** With what the first looks find. */
    Server(boolean free, boolean lost, String... looks) {
      this.free = free;
      this.lost = lost;
      this.looks = List.of(looks).iterator();
    }

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
    public Optional<Object> shared(LinkRequested event) {
      return Optional.of(event.link().source());
    }

    @Override
    public Visit<String> visit(LinkRequested event, String carried) {
      visits++;
      return new Visit<>() {
        @Override
        public String observe() {
          if (looks.hasNext()) {
            return looks.next();
          }
          return said.contains("second") ? "everything" : "nothing";
        }

        @Override
        public boolean lock() {
          return free;
        }

        @Override
        public void unlock() {
          if (lost) {
            throw SqlFailure.of(SqlFailure.Kind.UNREACHABLE, "SQL01", "the connection is closed");
          }
          if (!said.contains("unlocked")) {
            said.add("unlocked");
          }
        }

        @Override
        public void apply(Step step) {
          assertThat(free).as("changed without the lock").isTrue();
          said.add(step.sentence());
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
      Statement statement = Statement.of("SELECT 1");
      if (observed.equals("half of it")) {
        return new Plan.Blocked(Reason.CERTIFICATE_CONFLICT, "another certificate", "look");
      }
      return observed.equals("everything") && !needsMore
          ? Plan.converged()
          : new Plan.Steps(List.of(new Step("first", statement), new Step("second", statement)));
    }

    @Override
    public CertCreated converged(LinkRequested event, String observed) {
      assertThat(observed).isEqualTo("everything");
      return null;
    }

    @Override
    public MutinyEmitter<byte[]> out() {
      return null;
    }
  }
}
