package io.linkfleet.azure;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.rest.PagedFlux;
import com.azure.core.http.rest.Response;
import com.azure.resourcemanager.resources.fluentcore.arm.ResourceUtils;
import com.azure.resourcemanager.sql.fluent.SqlManagementClient;
import com.azure.resourcemanager.sql.fluent.models.DistributedAvailabilityGroupInner;
import com.azure.resourcemanager.sql.fluent.models.ManagedInstanceInner;
import com.azure.resourcemanager.sql.fluent.models.ServerTrustCertificateInner;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link Azure} over the Azure SDK, which speaks api-version 2021-11-01.
 *
 * <p>Long-running operations are started and asked about, never waited for: creating a link may
 * take days. {@link SdkClients} keeps every request within the allowance.
 */
@ApplicationScoped
public class SdkAzure implements Azure {
  /** An instance that is not listed may have been made since; sooner asking is no use. */
  private static final Duration NEW_INSTANCE = Duration.ofSeconds(5);

  private static final Duration KNOWN_INSTANCE = Duration.ofMinutes(1);

  private final SdkClients clients;
  private final AzureConfig config;
  private final Clock clock;
  private final Duration limit;
  private final SdkOperations operations;
  private final Shared<String, List<ManagedInstanceInner>> instances = new Shared<>();
  private final Shared<Instance, List<Link>> links = new Shared<>();
  private final Map<String, Long> created = new ConcurrentHashMap<>();
  private final Shared<Instance, List<String>> databases = new Shared<>();
  private final Shared<Instance, List<TrustCertificate>> trusted = new Shared<>();
  private final Shared<Instance, byte[]> endpointCertificates = new Shared<>();

  SdkAzure(SdkClients clients, AzureConfig config, Clock clock) {
    this.clients = clients;
    this.config = config;
    this.clock = clock;
    // the HTTP client ends a request that is not answered; this bounds lists of many pages
    this.limit = config.requestTimeout().multipliedBy(2).plus(Allowance.PATIENCE);
    this.operations = new SdkOperations(clock, config.requestTimeout());
  }

  @Override
  public Optional<Instance> instance(String subscription, String name) {
    Optional<Instance> found = named(subscription, name, instances(subscription, KNOWN_INSTANCE));
    return found.isPresent()
        ? found
        : named(subscription, name, instances(subscription, NEW_INSTANCE));
  }

  private List<ManagedInstanceInner> instances(String subscription, Duration fresh) {
    return instances.get(
        subscription,
        fresh,
        () ->
            list(
                "listing the managed instances of subscription " + subscription,
                () -> clients.of(subscription).getManagedInstances().listAsync()));
  }

  private static Optional<Instance> named(
      String subscription, String name, List<ManagedInstanceInner> all) {
    return all.stream()
        .filter(mi -> mi.name().equalsIgnoreCase(name))
        .findFirst()
        .map(
            mi ->
                new Instance(
                    subscription,
                    ResourceUtils.groupFromResourceId(mi.id()),
                    mi.name(),
                    mi.fullyQualifiedDomainName(),
                    mi.location(),
                    mi.collation(),
                    mi.state()));
  }

  @Override
  public byte[] endpointCertificate(Instance at) {
    return endpointCertificates.get(at, listEvery(), () -> fetchEndpointCertificate(at));
  }

  private byte[] fetchEndpointCertificate(Instance at) {
    String doing = "reading the endpoint certificate of " + at.name();
    String blob =
        asking(
                doing,
                () ->
                    client(at)
                        .getEndpointCertificates()
                        .getAsync(at.resourceGroup(), at.name(), "DATABASE_MIRRORING")
                        .block(limit))
            .publicBlob();
    if (blob == null || blob.isEmpty()) {
      throw noAnswer(doing);
    }
    return HexFormat.of().parseHex(withoutPrefix(blob).toLowerCase(Locale.ROOT));
  }

  @Override
  public List<TrustCertificate> trustCertificates(Instance at) {
    return trustCertificates(at, Long.MIN_VALUE);
  }

  @Override
  public List<TrustCertificate> trustCertificates(Instance at, long notBefore) {
    return trusted.get(at, listEvery(), notBefore, () -> fetchTrustCertificates(at));
  }

  private List<TrustCertificate> fetchTrustCertificates(Instance at) {
    return list(
            "listing the trust certificates of " + at.name(),
            () ->
                client(at)
                    .getServerTrustCertificates()
                    .listByInstanceAsync(at.resourceGroup(), at.name()))
        .stream()
        .map(
            found ->
                new TrustCertificate(
                    found.name(),
                    withoutPrefix(found.thumbprint() == null ? "" : found.thumbprint())
                        .toUpperCase(Locale.ROOT)))
        .toList();
  }

  /** PowerShell shows 0x, the REST API does not; both are accepted. */
  private static String withoutPrefix(String hex) {
    return hex.startsWith("0x") || hex.startsWith("0X") ? hex.substring(2) : hex;
  }

  @Override
  public Operation putTrustCertificate(
      Instance at, String name, byte[] der, Runnable lastQuestion) {
    var body =
        new ServerTrustCertificateInner()
            .withPublicBlob(HexFormat.of().withUpperCase().formatHex(der));
    try {
      return write(
          "uploading the certificate " + name + " to " + at.name(),
          lastQuestion,
          () ->
              client(at)
                  .getServerTrustCertificates()
                  .createOrUpdateWithResponseAsync(at.resourceGroup(), at.name(), name, body));
    } finally {
      trusted.forget(at);
    }
  }

  @Override
  public List<Link> links(Instance at) {
    return links(at, Long.MIN_VALUE);
  }

  @Override
  public List<Link> links(Instance at, String own, long notBefore) {
    long asked = created.getOrDefault(created(at, own), Long.MIN_VALUE);
    return links(at, Math.max(asked, notBefore));
  }

  private static String created(Instance at, String link) {
    return at.subscription() + "/" + at.name() + "/" + link;
  }

  private List<Link> links(Instance at, long notBefore) {
    return links.get(
        at,
        listEvery(),
        notBefore,
        () ->
            list(
                    "listing the links of " + at.name(),
                    () ->
                        client(at)
                            .getDistributedAvailabilityGroups()
                            .listByInstanceAsync(at.resourceGroup(), at.name()))
                .stream()
                .map(
                    l ->
                        new Link(
                            l.id(),
                            l.name(),
                            l.targetDatabase(),
                            l.sourceEndpoint(),
                            l.linkState()))
                .toList());
  }

  @Override
  public List<String> databases(Instance at) {
    return databases.get(
        at,
        listEvery(),
        () ->
            list(
                    "listing the databases of " + at.name(),
                    () ->
                        client(at)
                            .getManagedDatabases()
                            .listByInstanceAsync(at.resourceGroup(), at.name()))
                .stream()
                .map(database -> database.name())
                .toList());
  }

  /** As configured, but never so often that lists take more than half of the reads. */
  private Duration listEvery() {
    int lists = links.size() + databases.size() + trusted.size() + endpointCertificates.size();
    double all = lists / (config.readsPerSecond() / 2);
    Duration least = Duration.ofMillis((long) (all * 1000));
    return config.listEvery().compareTo(least) > 0 ? config.listEvery() : least;
  }

  @Override
  public Operation createLink(Instance at, NewLink link, Runnable lastQuestion) {
    var body =
        new DistributedAvailabilityGroupInner()
            .withTargetDatabase(link.database())
            .withSourceEndpoint(link.sourceEndpoint())
            .withPrimaryAvailabilityGroupName(link.primaryGroup())
            .withSecondaryAvailabilityGroupName(link.secondaryGroup());
    try {
      return write(
          "creating the link " + link.name() + " on " + at.name(),
          lastQuestion,
          () ->
              client(at)
                  .getDistributedAvailabilityGroups()
                  .createOrUpdateWithResponseAsync(
                      at.resourceGroup(), at.name(), link.name(), body));
    } finally {
      // whatever the answer, it may have taken effect
      long now = System.nanoTime();
      created.values().removeIf(past -> now - past > KNOWN_INSTANCE.toNanos());
      created.put(created(at, link.name()), now);
    }
  }

  @Override
  public Operation operation(Instance at, String address) {
    if (!operations.belongTo(client(at).getEndpoint(), address)) {
      return new Operation.Unknown();
    }
    String doing = "asking about an operation on " + at.name();
    return asking(
        doing,
        () -> {
          var request = new HttpRequest(HttpMethod.GET, address);
          try (HttpResponse response =
              client(at).getHttpPipeline().send(request).block(limit)) {
            return operations.state(doing, address, response);
          }
        });
  }

  private SqlManagementClient client(Instance at) {
    return clients.of(at.subscription());
  }

  private <T> List<T> list(String doing, Supplier<PagedFlux<T>> all) {
    return asking(doing, () -> all.get().collectList().block(limit));
  }

  private Operation write(
      String doing,
      Runnable lastQuestion,
      Supplier<Mono<Response<Flux<ByteBuffer>>>> request) {
    var last = new LastQuestion(lastQuestion);
    try {
      return SdkOperations.accepted(
          asking(doing, () -> last.before(request.get()).block(limit)));
    } catch (AzureFailure e) {
      throw last.objection().orElse(e);
    }
  }

  private <T> T asking(String doing, Supplier<T> request) {
    try {
      return once(doing, request);
    } catch (AzureFailure e) {
      if (e.status() != 401) {
        throw e;
      }
      // the SDK keeps a token for as long as it was promised; a renewed one is seen only like this
      clients.renew();
      return once(doing, request);
    }
  }

  private <T> T once(String doing, Supplier<T> request) {
    T answer;
    try {
      answer = request.get();
    } catch (RuntimeException e) {
      throw SdkFailures.of(doing, e, clock);
    }
    if (answer == null) {
      throw noAnswer(doing);
    }
    return answer;
  }

  /** A success without what was asked for was cut off, or came from somebody in between. */
  private static AzureFailure noAnswer(String doing) {
    return new AzureFailure(
        AzureFailure.Kind.UNREACHABLE, 200, "", null, doing, "the answer is empty", null);
  }
}
