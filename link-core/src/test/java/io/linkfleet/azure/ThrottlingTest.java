package io.linkfleet.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linkfleet.simulator.azure.AzureFaults.Fault;
import io.linkfleet.simulator.azure.AzureFaults.RetryAfter;
import io.linkfleet.simulator.azure.AzureSettings;
import io.linkfleet.simulator.engine.EffectRecord.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Azure's request limits: obeyed by all who ask at once, and used. */
class ThrottlingTest {
  private static final String LINKS = "distributedAvailabilityGroups";
  private static final Runnable NO_QUESTION = () -> {};
  private static AzureOverHttps https;
  private final ScheduledExecutorService callers = Executors.newScheduledThreadPool(64);

  @BeforeAll
  static void start() {
    https = new AzureOverHttps();
  }

  @AfterAll
  static void stop() {
    https.close();
  }

  /** Azure's own buckets are full before each test. */
  @BeforeEach
  void fill() {
    AzureSettings settings = https.site.simulator().azureSettings();
    settings.reads = new AzureSettings.Limit(250, 1e9);
    settings.writes = new AzureSettings.Limit(200, 1e9);
  }

  @AfterEach
  void end() {
    callers.shutdownNow();
    https.faults().clear();
  }

  @ParameterizedTest
  @EnumSource(value = RetryAfter.class, names = {"SECONDS", "HTTP_DATE"})
  void afterA429NobodyAsksBeforeItsRetryAfter(RetryAfter form) throws Exception {
    Azure azure = https.azure("reads-per-second=20", "list-every=0s");
    Azure.Instance at = https.instance();
    azure.databases(at);
    https.faults().add(Fault.status(429, "X", 1).retryAfter(form, 2).on("GET", LINKS));
    assertThatThrownBy(() -> azure.links(at))
        .isInstanceOfSatisfying(
            AzureFailure.class,
            e -> {
              assertThat(e.kind()).isEqualTo(AzureFailure.Kind.THROTTLED);
              assertThat(e.status()).isEqualTo(429);
              assertThat(e.retryAfter()).isGreaterThan(Duration.ofMillis(1000));
            });
    List<Effect> sofar = https.requests("GET", "");
    Effect refused = sofar.get(sofar.size() - 1);
    Instant refusedAt = refused.at().plusNanos(refused.nanos());
    // HTTP dates have whole seconds: the fault's own date may be up to one second earlier
    Instant open = refusedAt.plusMillis(form == RetryAfter.SECONDS ? 2000 : 1000);

    int many = 30;
    CountDownLatch done = new CountDownLatch(many);
    String base =
        https.site.simulator().armEndpoint()
            + "/subscriptions/" + at.subscription()
            + "/providers/Microsoft.Sql/locations/x/y/";
    for (int i = 0; i < many; i++) {
      String address = base + i + "?api-version=2021-11-01";
      again(() -> azure.operation(at, address), done);
    }
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();

    List<Instant> asked =
        https.requests("GET", "").stream()
            .filter(effect -> effect.sequence() > refused.sequence())
            .map(Effect::at)
            .sorted()
            .toList();
    assertThat(asked).hasSize(many);
    assertThat(asked.get(0)).as("before Retry-After").isAfterOrEqualTo(open);
    Duration spread = Duration.between(asked.get(0), asked.get(many - 1));
    assertThat(spread).as("29 at 20 per second").isGreaterThan(Duration.ofMillis(1200));
  }

  @Test
  void a429WithoutRetryAfterStillSlowsDown() {
    Azure azure = https.azure("list-every=0s");
    https.faults().add(Fault.status(429, "X", 1).on("GET", LINKS));
    assertThatThrownBy(() -> azure.links(https.instance()))
        .isInstanceOfSatisfying(
            AzureFailure.class,
            e -> assertThat(e.retryAfter()).isGreaterThanOrEqualTo(Allowance.UNSAID));
    int before = https.requests("GET", "").size();
    assertThatThrownBy(() -> azure.links(https.instance())).hasMessageContaining("allowance");
    assertThat(https.requests("GET", "")).as("nothing was sent").hasSize(before);
  }

  /** Asked sooner, the answer would be as old as the wait. */
  @Test
  void theLastQuestionIsAskedWhenTheRequestHasItsTurn() {
    Azure azure = https.azure("write-burst=1", "writes-per-second=0.01");
    AtomicInteger questions = new AtomicInteger();
    azure.createLink(https.instance(), link("turn1"), questions::incrementAndGet);
    assertThat(questions).as("the control").hasValue(1);

    assertThatThrownBy(
            () -> azure.createLink(https.instance(), link("turn2"), questions::incrementAndGet))
        .isInstanceOfSatisfying(
            AzureFailure.class,
            e -> assertThat(e.kind()).isEqualTo(AzureFailure.Kind.THROTTLED));

    assertThat(questions).as("its turn has not come").hasValue(1);
  }

  @Test
  void everyPageOfAListCounts() {
    Azure azure = https.azure("read-burst=3", "reads-per-second=0.01", "list-every=0s");
    for (int i = 0; i < 4; i++) {
      azure.createLink(https.instance(), link("page" + i), NO_QUESTION);
    }
    https.site.simulator().azureSettings().pageSize = 1;
    assertThatThrownBy(() -> azure.links(https.instance()))
        .isInstanceOfSatisfying(
            AzureFailure.class,
            e -> assertThat(e.kind()).isEqualTo(AzureFailure.Kind.THROTTLED));
    https.site.simulator().azureSettings().pageSize = 100;
  }

  @Test
  void aStormOfWritesUsesTheLimitAndNeverOverstepsIt() throws Exception {
    AzureSettings settings = https.site.simulator().azureSettings();
    settings.writes = new AzureSettings.Limit(20, 10);
    settings.linksPerInstance = 1000;
    Azure azure = https.azure("write-burst=19", "writes-per-second=9.9");
    int many = 80;
    CountDownLatch done = new CountDownLatch(many);
    Instant began = Instant.now();
    for (int i = 0; i < many; i++) {
      Azure.NewLink link = link("storm" + i);
      again(() -> azure.createLink(https.instance(), link, NO_QUESTION), done);
    }
    assertThat(done.await(60, TimeUnit.SECONDS)).isTrue();

    List<Effect> puts = https.requests("PUT", "/storm");
    assertThat(puts).as("one request per link").hasSize(many);
    assertThat(puts).extracting(Effect::outcome).as("no 429").containsOnly("OK");
    Instant last = puts.get(puts.size() - 1).at();
    double ideal = (many - 20) / 10.0;
    double share = ideal / (Duration.between(began, last).toMillis() / 1000.0);
    System.out.printf("storm of %d writes: %.1f %% of the allowed rate%n", many, share * 100);
    // TokenBucketTest shows the exact share; here a busy machine must not make the test fail
    assertThat(share).isGreaterThan(0.6);
  }

  private static Azure.NewLink link(String name) {
    return new Azure.NewLink(name, "Db_" + name, "TCP://10.20.0.11:5022", "AG_" + name, "mi-west");
  }

  /** Asks as a waiting link does: when told to wait, not before. */
  private void again(Runnable request, CountDownLatch done) {
    callers.execute(() -> attempt(request, done));
  }

  private void attempt(Runnable request, CountDownLatch done) {
    try {
      request.run();
      done.countDown();
    } catch (AzureFailure e) {
      assertThat(e.kind()).isEqualTo(AzureFailure.Kind.THROTTLED);
      callers.schedule(
          () -> attempt(request, done), e.retryAfter().toNanos(), TimeUnit.NANOSECONDS);
    }
  }
}
