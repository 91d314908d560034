package io.linkfleet.azure;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpPipeline;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.management.http.policy.ArmChallengeAuthenticationPolicy;
import com.azure.resourcemanager.sql.fluent.SqlManagementClient;
import io.linkfleet.sqlserver.Secrets;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the SDK's clients are put together; nothing is sent. */
class SdkClientsTest {
  private static final String SUBSCRIPTION = "6f1c2f0e-3a54-4d1b-9c70-51a5e0a4d001";

  @Test
  void requestsThatComeTogetherDoNotWaitForOneAnothersLookAtTheToken() {
    HttpPipeline pipeline = client(Map.of()).getHttpPipeline();
    List<HttpPipelinePolicy> policies =
        IntStream.range(0, pipeline.getPolicyCount()).mapToObj(pipeline::getPolicy).toList();

    assertThat(policies)
        .hasAtLeastOneElementOfType(Allowance.class)
        .noneMatch(ArmChallengeAuthenticationPolicy.class::isInstance)
        .filteredOn(BearerTokenAuthenticationPolicy.class::isInstance)
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "https://management.azure.com, https://login.microsoftonline.com/",
    "https://management.usgovcloudapi.net/, https://login.microsoftonline.us/",
    "https://management.chinacloudapi.cn, https://login.chinacloudapi.cn/",
    "https://localhost:8443/, https://login.microsoftonline.com/"
  })
  void theCloudIsThatOfTheEndpoint(String endpoint, String authority) {
    SqlManagementClient client = client(Map.of("linkfleet.azure.endpoint", endpoint));

    assertThat(client.getEndpoint()).isEqualTo(endpoint.replaceAll("/$", ""));
    assertThat(SdkClients.cloud(endpoint).getActiveDirectoryEndpoint()).isEqualTo(authority);
  }

  private static SqlManagementClient client(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("linkfleet.azure.credential", "token");
    all.put("linkfleet.azure.secret-name", "token");
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(all, "test", 600))
            .withConverter(Duration.class, 200, new DurationConverter())
            .withMapping(AzureConfig.class)
            .build();
    AzureConfig azure = config.getConfigMapping(AzureConfig.class);
    return new SdkClients(azure, new Secrets(config), new Allowance(azure, Clock.systemUTC()))
        .of(SUBSCRIPTION);
  }
}
