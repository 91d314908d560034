package io.linkfleet.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.event.LinkEvent.LinkStep;
import io.linkfleet.event.Samples;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A step is told once the broker has it, however often it has to be sent. */
class JournalTest {
  private final LinkStep step =
      new LinkStep(Samples.link(), "ag", "SQL01", "a step", "SELECT 1", "DONE", "", Samples.AT);
  private final AtomicInteger sent = new AtomicInteger();

  @Test
  void aStepThatTheBrokerTakesIsSentOnce() {
    journal(0).step(step, Optional.empty()).run();

    assertThat(sent).hasValue(1);
  }

  @Test
  void aStepThatTheBrokerDoesNotTakeIsSentAgainUntilItHasIt() {
    Runnable told = journal(2).step(step, Optional.empty());
    assertThat(sent).as("sent before anybody waits for it").hasValue(1);

    told.run();

    assertThat(sent).hasValue(3);
  }

  /** A journal whose broker does not take what is sent at first. */
  @SuppressWarnings("unchecked")
  private Journal journal(int refused) {
    Journal journal = new Journal();
    journal.service = "ag-service";
    journal.steps =
        (MutinyEmitter<byte[]>)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {MutinyEmitter.class},
                (proxy, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("sendMessage");
                  return sent.incrementAndGet() > refused
                      ? Uni.createFrom().voidItem()
                      : Uni.createFrom().failure(new IllegalStateException("no broker"));
                });
    return journal;
  }
}
