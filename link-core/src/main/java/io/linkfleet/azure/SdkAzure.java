package io.linkfleet.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.rest.Response;
import com.azure.resourcemanager.resources.fluentcore.arm.ResourceUtils;
import com.azure.resourcemanager.sql.fluent.SqlManagementClient;
import com.azure.resourcemanager.sql.fluent.models.DistributedAvailabilityGroupInner;
import com.azure.resourcemanager.sql.fluent.models.ManagedInstanceInner;
import com.azure.resourcemanager.sql.fluent.models.ServerTrustCertificateInner;
import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.event.EventCodec;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link Azure} over the Azure SDK, which speaks api-version 2021-11-01.
 *
 * <p>Long-running operations are started and asked about, never waited for: creating a link may take
 * days. Every request first takes a token of its bucket.
 */
@ApplicationScoped
public class SdkAzure implements Azure {
  private static final HttpHeaderName OPERATION =
      HttpHeaderName.fromString("Azure-AsyncOperation");

  private final SdkClients clients;
  private final AzureConfig config;
  private final Clock clock;
  private final TokenBucket reads;
  private final TokenBucket writes;
  private final Shared<String, List<ManagedInstanceInner>> instances =
      new Shared<>(Duration.ofMinutes(1));
  private final Shared<Instance, List<Link>> links;
  private final Shared<Instance, List<TrustCertificate>> trusted;
  private final Shared<Instance, byte[]> endpointCertificates;

  SdkAzure(SdkClients clients, AzureConfig config, Clock clock) {
    this.clients = clients;
    this.config = config;
    this.clock = clock;
    this.reads = new TokenBucket(clock, config.readBurst(), config.readsPerSecond());
    this.writes = new TokenBucket(clock, config.writeBurst(), config.writesPerSecond());
    this.links = new Shared<>(config.listEvery());
    this.trusted = new Shared<>(config.listEvery());
    this.endpointCertificates = new Shared<>(config.listEvery());
  }

  @Override
  public Optional<Instance> instance(String subscription, String name) {
    Supplier<List<ManagedInstanceInner>> list =
        () ->
            read(
                "listing the managed instances of subscription " + subscription,
                () -> collect(clients.of(subscription).getManagedInstances().listAsync()));
    Optional<Instance> found = named(subscription, name, instances.get(subscription, list));
    if (found.isEmpty()) {
      // it may have been made since the list was read
      instances.forget(subscription);
      found = named(subscription, name, instances.get(subscription, list));
    }
    return found;
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
    return endpointCertificates.get(at, () -> fetchEndpointCertificate(at));
  }

  private byte[] fetchEndpointCertificate(Instance at) {
    String blob =
        read(
                "reading the endpoint certificate of " + at.name(),
                () ->
                    client(at)
                        .getEndpointCertificates()
                        .getAsync(at.resourceGroup(), at.name(), "DATABASE_MIRRORING")
                        .block(config.requestTimeout()))
            .publicBlob();
    return HexFormat.of().parseHex(withoutPrefix(blob).toLowerCase(Locale.ROOT));
  }

  @Override
  public List<TrustCertificate> trustCertificates(Instance at) {
    return trusted.get(at, () -> fetchTrustCertificates(at));
  }

  private List<TrustCertificate> fetchTrustCertificates(Instance at) {
    return read(
            "listing the trust certificates of " + at.name(),
            () ->
                collect(
                    client(at)
                        .getServerTrustCertificates()
                        .listByInstanceAsync(at.resourceGroup(), at.name())))
        .stream()
        .map(
            found ->
                new TrustCertificate(
                    found.name(),
                    withoutPrefix(found.thumbprint() == null ? "" : found.thumbprint())
                        .toUpperCase(Locale.ROOT)))
        .toList();
  }

  @Override
  public Operation putTrustCertificate(Instance at, String name, byte[] der) {
    var body =
        new ServerTrustCertificateInner()
            .withPublicBlob(HexFormat.of().withUpperCase().formatHex(der));
    try {
      return write(
          "uploading the certificate " + name + " to " + at.name(),
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
    return links.get(
        at,
        () ->
            read(
                    "listing the links of " + at.name(),
                    () ->
                        collect(
                            client(at)
                                .getDistributedAvailabilityGroups()
                                .listByInstanceAsync(at.resourceGroup(), at.name())))
                .stream()
                .map(
                    l ->
                        new Link(
                            l.id(), l.name(), l.targetDatabase(), l.sourceEndpoint(), l.linkState()))
                .toList());
  }

  @Override
  public List<String> databases(Instance at) {
    return read(
            "listing the databases of " + at.name(),
            () ->
                collect(
                    client(at)
                        .getManagedDatabases()
                        .listByInstanceAsync(at.resourceGroup(), at.name())))
        .stream()
        .map(database -> database.name())
        .toList();
  }

  @Override
  public Operation createLink(Instance at, NewLink link) {
    var body =
        new DistributedAvailabilityGroupInner()
            .withTargetDatabase(link.database())
            .withSourceEndpoint(link.sourceEndpoint())
            .withPrimaryAvailabilityGroupName(link.primaryGroup())
            .withSecondaryAvailabilityGroupName(link.secondaryGroup());
    try {
      return write(
          "creating the link " + link.name() + " on " + at.name(),
          () ->
              client(at)
                  .getDistributedAvailabilityGroups()
                  .createOrUpdateWithResponseAsync(
                      at.resourceGroup(), at.name(), link.name(), body));
    } finally {
      links.forget(at);
    }
  }

  @Override
  public Operation operation(Instance at, String address) {
    URI uri = URI.create(address);
    URI manager = URI.create(client(at).getEndpoint());
    // the request carries our token: it goes nowhere but to Azure Resource Manager
    if (!"https".equals(uri.getScheme())
        || !manager.getHost().equalsIgnoreCase(uri.getHost())
        || manager.getPort() != uri.getPort()) {
      return new Operation.Unknown();
    }
    return read(
        "asking about an operation on " + at.name(),
        () -> {
          var request = new HttpRequest(HttpMethod.GET, address);
          try (HttpResponse response =
              client(at).getHttpPipeline().send(request).block(config.requestTimeout())) {
            return operation(address, response);
          }
        });
  }

  private Operation operation(String address, HttpResponse response) {
    int status = response.getStatusCode();
    String body = response.getBodyAsString().block(config.requestTimeout());
    if (status == 404 || status == 410) {
      return new Operation.Unknown();
    }
    if (status == 429 || status >= 500 || status == 401 || status == 403) {
      throw new AzureFailure(
          SdkFailures.kind(status, ""),
          status,
          "",
          SdkFailures.retryAfter(response, clock),
          "asking about an operation",
          "no answer about the operation",
          null);
    }
    if (status == 202) {
      return new Operation.Running(address);
    }
    JsonNode json = parse(body);
    String said = json.path("status").asText("").toLowerCase(Locale.ROOT);
    JsonNode error = json.path("error");
    return switch (said) {
      case "succeeded" -> new Operation.Succeeded();
      case "failed", "canceled", "cancelled" ->
          new Operation.Failed(error.path("code").asText(said), error.path("message").asText(""));
      case "" ->
          error.isMissingNode()
              ? new Operation.Succeeded() // a Location address answers with the resource itself
              : new Operation.Failed(
                  error.path("code").asText(""), error.path("message").asText(""));
      default -> new Operation.Running(address);
    };
  }

  private static JsonNode parse(String body) {
    try {
      return body == null || body.isBlank()
          ? EventCodec.json().createObjectNode()
          : EventCodec.json().readTree(body);
    } catch (IOException e) {
      throw new AzureFailure(
          AzureFailure.Kind.UNREACHABLE, 200, "", null, "asking about an operation",
          "the answer is no JSON", e);
    }
  }

  /** PowerShell shows 0x, the REST API does not; both are accepted. */
  private static String withoutPrefix(String hex) {
    return hex.startsWith("0x") || hex.startsWith("0X") ? hex.substring(2) : hex;
  }

  private SqlManagementClient client(Instance at) {
    return clients.of(at.subscription());
  }

  private <T> List<T> collect(Flux<T> all) {
    return all.collectList().block(config.requestTimeout());
  }

  private <T> T read(String doing, Supplier<T> request) {
    return asking(doing, reads, request);
  }

  private Operation write(String doing, Supplier<Mono<Response<Flux<ByteBuffer>>>> request) {
    Response<?> response =
        asking(doing, writes, () -> request.get().block(config.requestTimeout()));
    String address = response.getHeaders().getValue(OPERATION);
    if (address == null) {
      address = response.getHeaders().getValue(HttpHeaderName.LOCATION);
    }
    return response.getStatusCode() == 202 || address != null && response.getStatusCode() == 201
        ? new Operation.Running(address)
        : new Operation.Succeeded();
  }

  private <T> T asking(String doing, TokenBucket bucket, Supplier<T> request) {
    Duration wait = bucket.take();
    if (!wait.isZero()) {
      throw new AzureFailure(
          AzureFailure.Kind.THROTTLED, 0, "", wait, doing, "this principal's allowance is used up",
          null);
    }
    try {
      return request.get();
    } catch (RuntimeException e) {
      AzureFailure failure = SdkFailures.of(doing, e, clock);
      if (failure.kind() == AzureFailure.Kind.THROTTLED) {
        bucket.close(
            failure.retryAfter() == null ? Duration.ofSeconds(5) : failure.retryAfter());
      }
      throw failure;
    }
  }
}
