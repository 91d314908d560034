package io.linkfleet.simulator.azure;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.management.AzureEnvironment;
import com.azure.core.management.profile.AzureProfile;
import com.azure.resourcemanager.resources.fluentcore.utils.HttpPipelineProvider;
import com.azure.resourcemanager.sql.fluent.SqlManagementClient;
import com.azure.resourcemanager.sql.implementation.SqlManagementClientBuilder;
import io.linkfleet.simulator.Simulator;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import reactor.core.publisher.Mono;

/** The unmodified Azure SDK against a simulator, wired as any client would wire it. */
public final class SdkFixture {
  public static final String SUBSCRIPTION = "6f1c2f0e-3a54-4d1b-9c70-51a5e0a4d001";
  public static final String ESTATE =
      """
      azure: {subscription: %s, tenant: 0d2f7a3c-8b16-4e67-a3fb-7c9c1b2ed002, operation: PT0.2S}
      logins: [{name: admin, password: Secret-1, role: sysadmin}]
      instances:
        - {name: mi-west, resourceGroup: rg-west, location: westeurope, dnsZone: a1}
        - {name: mi-north, resourceGroup: rg-north, location: northeurope, dnsZone: b2,
           root: MicrosoftRSARoot2017}
        - {name: mi-south, resourceGroup: rg-west, location: westeurope, dnsZone: a1}
      servers:
        - name: SQL01
          version: 2022
          ip: 10.0.0.11
          databases: [{name: Sales, size: 8 MB}]
      """
          .formatted(SUBSCRIPTION);

  private SdkFixture() {}

  /** With one principal for all. */
  public static SqlManagementClient client(Simulator simulator) {
    return client(simulator, "static-token");
  }

  /** With the token of another principal. */
  public static SqlManagementClient client(Simulator simulator, String token) {
    Map<String, String> endpoints = new HashMap<>(AzureEnvironment.AZURE.getEndpoints());
    endpoints.put(
        AzureEnvironment.Endpoint.RESOURCE_MANAGER.identifier(), simulator.armEndpoint() + "/");
    AzureProfile profile =
        new AzureProfile("tenant", SUBSCRIPTION, new AzureEnvironment(endpoints));
    HttpClient http =
        new JdkHttpClientBuilder(
                java.net.http.HttpClient.newBuilder().sslContext(simulator.clientTls()))
            .build();
    TokenCredential credential =
        context -> Mono.just(new AccessToken(token, OffsetDateTime.now().plusHours(1)));
    RetryOptions retries =
        new RetryOptions(
            new ExponentialBackoffOptions()
                .setMaxRetries(3)
                .setBaseDelay(Duration.ofMillis(20))
                .setMaxDelay(Duration.ofMillis(100)));
    HttpPipeline pipeline =
        HttpPipelineProvider.buildHttpPipeline(
            credential,
            profile,
            null,
            new HttpLogOptions(),
            null,
            new RetryPolicy(retries),
            null,
            http);
    return new SqlManagementClientBuilder()
        .pipeline(pipeline)
        .endpoint(simulator.armEndpoint())
        .subscriptionId(SUBSCRIPTION)
        .environment(profile.getEnvironment())
        .defaultPollInterval(Duration.ofMillis(50))
        .buildClient();
  }
}
