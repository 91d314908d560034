package io.linkfleet.azure;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import reactor.core.publisher.Mono;

/**
 * Keeps every request of this process within the allowance of its principal: stands in the SDK's
 * pipeline, so that no request, page or poll passes it by.
 *
 * <p>A short wait is waited here; a longer one is a value, so that no thread is held. Once Azure
 * has answered 429, nobody asks before its Retry-After.
 */
@ApplicationScoped
class Allowance implements HttpPipelinePolicy {
  /** Up to here waiting costs less than coming back. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  /** For a 429 that does not say. */
  static final Duration UNSAID = Duration.ofSeconds(5);

  private final TokenBucket reads;
  private final TokenBucket writes;
  private final Clock clock;

  Allowance(AzureConfig config, Clock clock) {
    this.reads =
        new TokenBucket(System::nanoTime, config.readBurst(), config.readsPerSecond());
    this.writes =
        new TokenBucket(System::nanoTime, config.writeBurst(), config.writesPerSecond());
    this.clock = clock;
  }

  /** The allowance is used up: come back after a while. */
  static final class UsedUp extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Duration comeBackAfter;
    private final int status;

    UsedUp(Duration comeBackAfter, int status) {
      super("the allowance of requests is used up", null, false, false);
      this.comeBackAfter = comeBackAfter;
      this.status = status;
    }

    Duration comeBackAfter() {
      return comeBackAfter;
    }

    /** 429 when Azure said so, 0 when nothing was sent. */
    int status() {
      return status;
    }
  }

  /** Before the pipeline's own policies, so that a request that may not go costs nothing. */
  @Override
  public HttpPipelinePosition getPipelinePosition() {
    return HttpPipelinePosition.PER_CALL;
  }

  @Override
  public Mono<HttpResponse> process(
      HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    HttpRequest request = context.getHttpRequest();
    TokenBucket bucket = request.getHttpMethod() == HttpMethod.GET ? reads : writes;
    String who = request.getHttpMethod() + " " + request.getUrl();
    return turn(bucket, who, PATIENCE)
        .then(Mono.defer(() -> next.process().doFinally(end -> bucket.answered())))
        .flatMap(
            response ->
                response.getStatusCode() == 429
                    ? Mono.error(() -> slowDown(bucket, who, response))
                    : Mono.just(response));
  }

  /** Completes with a token, asking again as long as the patience lasts. */
  private static Mono<Void> turn(TokenBucket bucket, String who, Duration patience) {
    return Mono.defer(
        () -> {
          Duration wait = bucket.take(who);
          if (wait.isZero()) {
            return Mono.empty();
          }
          return wait.compareTo(patience) > 0
              ? Mono.error(new UsedUp(wait, 0))
              : Mono.delay(wait).then(turn(bucket, who, patience.minus(wait)));
        });
  }

  private UsedUp slowDown(TokenBucket bucket, String who, HttpResponse response) {
    Duration asked = SdkFailures.retryAfter(response, clock);
    response.close();
    bucket.close(asked == null ? UNSAID : asked);
    return new UsedUp(bucket.take(who), 429);
  }
}
