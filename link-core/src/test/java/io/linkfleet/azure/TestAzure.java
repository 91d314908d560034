package io.linkfleet.azure;

import io.linkfleet.sqlserver.Secrets;
import java.time.Clock;

/** Makes the real adapter without a container, for tests outside this package. */
public final class TestAzure {
  private TestAzure() {}

  /** {@link SdkAzure} as a service would have it. */
  public static Azure of(AzureConfig config, Secrets secrets, Clock clock) {
    return new SdkAzure(new SdkClients(config, secrets, new Allowance(config, clock)), config, clock);
  }
}
