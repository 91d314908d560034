package io.linkfleet.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.profile.AzureProfile;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.identity.WorkloadIdentityCredentialBuilder;
import com.azure.resourcemanager.resources.fluentcore.utils.HttpPipelineProvider;
import com.azure.resourcemanager.sql.fluent.SqlManagementClient;
import com.azure.resourcemanager.sql.implementation.SqlManagementClientBuilder;
import io.linkfleet.sqlserver.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import reactor.core.publisher.Mono;

/**
 * Makes the SDK's clients, one per subscription, on the JDK's HTTP client, within the {@link
 * Allowance} and without retries of their own: {@link io.linkfleet.plan.Failures} decides what is
 * tried again, and when.
 */
@ApplicationScoped
class SdkClients {
  private static final Duration RENEWAL = Duration.ofMillis(100);

  private final AzureConfig config;
  private final Secrets secrets;
  private final Allowance allowance;
  private final Map<String, SqlManagementClient> clients = new ConcurrentHashMap<>();
  private long renewed;

  SdkClients(AzureConfig config, Secrets secrets, Allowance allowance) {
    this.config = config;
    this.secrets = secrets;
    this.allowance = allowance;
  }

  /** Forgets all clients and their tokens, since one was refused; not for each of a crowd. */
  synchronized void renew() {
    long now = System.nanoTime();
    if (renewed == 0 || now - renewed > RENEWAL.toNanos()) {
      clients.clear();
      renewed = now;
    }
  }

  SqlManagementClient of(String subscription) {
    return clients.computeIfAbsent(subscription, this::create);
  }

  private SqlManagementClient create(String subscription) {
    AzureEnvironment cloud =
        config
            .endpoint()
            .map(uri -> cloud(uri.toString()))
            .orElse(AzureEnvironment.AZURE);
    AzureProfile profile = new AzureProfile(config.tenant().orElse(null), subscription, cloud);
    return new SqlManagementClientBuilder()
        .pipeline(pipeline(profile))
        .endpoint(withoutSlash(cloud.getResourceManagerEndpoint()))
        .subscriptionId(subscription)
        .environment(cloud)
        .buildClient();
  }

  /**
   * The SDK's pipeline with another policy for the token: the one that it would add for Azure
   * Resource Manager looks at the cached token by turns, and whoever comes during another's look
   * comes again after half a second. This one takes the cached token at once.
   */
  private HttpPipeline pipeline(AzureProfile profile) {
    String scope =
        withoutSlash(profile.getEnvironment().getManagementEndpoint()) + "/.default";
    return HttpPipelineProvider.buildHttpPipeline(
        null,
        profile,
        null,
        new HttpLogOptions(),
        null,
        new RetryPolicy(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1)))),
        List.of(
            allowance,
            new BearerTokenAuthenticationPolicy(credential(profile.getEnvironment()), scope),
            new LastQuestion.Policy()),
        http());
  }

  /** The cloud with that Resource Manager; one that nobody knows is as the public one. */
  static AzureEnvironment cloud(String endpoint) {
    String wanted = withoutSlash(endpoint);
    return AzureEnvironment.knownEnvironments().stream()
        .filter(each -> withoutSlash(each.getResourceManagerEndpoint()).equals(wanted))
        .findFirst()
        .orElseGet(
            () -> {
              // a copy, since the environment's own map must not be changed
              Map<String, String> endpoints =
                  new HashMap<>(AzureEnvironment.AZURE.getEndpoints());
              endpoints.put(
                  AzureEnvironment.Endpoint.RESOURCE_MANAGER.identifier(), wanted + "/");
              return new AzureEnvironment(endpoints);
            });
  }

  private static String withoutSlash(String address) {
    return address.replaceAll("/*$", "");
  }

  private HttpClient http() {
    var client =
        java.net.http.HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10));
    config.trustStore().ifPresent(store -> client.sslContext(trusting(store)));
    return new JdkHttpClientBuilder(client)
        .responseTimeout(config.requestTimeout())
        .readTimeout(config.requestTimeout())
        .build();
  }

  private SSLContext trusting(Path store) {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      keys.load(in, config.trustStorePassword().orElse("").toCharArray());
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(keys);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (Exception e) {
      throw failed("the trust store " + store + " cannot be used: " + e.getMessage());
    }
  }

  private TokenCredential credential(AzureEnvironment cloud) {
    return switch (config.credential()) {
      case "managed" -> {
        var builder = new ManagedIdentityCredentialBuilder();
        config.clientId().ifPresent(builder::clientId);
        yield builder.build();
      }
      case "workload" -> new WorkloadIdentityCredentialBuilder().build();
      case "secret" ->
          new ClientSecretCredentialBuilder()
              .authorityHost(cloud.getActiveDirectoryEndpoint())
              .tenantId(config.tenant().orElseThrow(() -> missing("tenant")))
              .clientId(config.clientId().orElseThrow(() -> missing("client-id")))
              .clientSecret(secret())
              .build();
      case "token" ->
          request ->
              Mono.fromSupplier(
                  () -> new AccessToken(secret(), OffsetDateTime.now().plusMinutes(10)));
      default ->
          throw failed(
              "linkfleet.azure.credential is '"
                  + config.credential()
                  + "'; it must be managed, workload, secret or token");
    };
  }

  private String secret() {
    String name = config.secretName().orElseThrow(() -> missing("secret-name"));
    return secrets
        .find(name)
        .orElseThrow(() -> failed("the secret store has no secret '" + name + "'"));
  }

  private static AzureFailure missing(String key) {
    return failed("linkfleet.azure." + key + " is not set");
  }

  private static AzureFailure failed(String message) {
    return new AzureFailure(
        AzureFailure.Kind.CREDENTIALS, 0, "", null, "making a client", message, null);
  }
}
