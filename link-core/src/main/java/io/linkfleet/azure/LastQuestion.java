package io.linkfleet.azure;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Owns what is asked at the very last before a change is sent to Azure: whether it may be.
 *
 * <p>A request waits for its turn in the {@link Allowance} and for a token, in the worst case for
 * seconds. Whatever was made sure of before may not be true any more by then.
 */
final class LastQuestion {
  private static final String KEY = "linkfleet-last-question";

  private final Runnable question;
  private volatile RuntimeException objection;

  /** A question that throws when the request must not be sent. */
  LastQuestion(Runnable question) {
    this.question = question;
  }

  /** The request, with the question before it. */
  <T> Mono<T> before(Mono<T> request) {
    return request.contextWrite(context -> context.put(KEY, this));
  }

  /** What the question has thrown. */
  Optional<RuntimeException> objection() {
    return Optional.ofNullable(objection);
  }

  private void ask() {
    try {
      question.run();
    } catch (RuntimeException e) {
      objection = e;
      throw e;
    }
  }

  /** Comes after the policies that wait, the default position. */
  static final class Policy implements HttpPipelinePolicy {
    @Override
    public Mono<HttpResponse> process(
        HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
      return context
          .getData(KEY)
          .map(LastQuestion.class::cast)
          .map(
              last ->
                  Mono.fromRunnable(last::ask)
                      .subscribeOn(Schedulers.boundedElastic()) // it may wait for a server
                      .then(Mono.defer(next::process)))
          .orElseGet(next::process);
    }
  }
}
