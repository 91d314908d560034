package io.linkfleet.cert;

import java.time.Duration;

/** What the service is configured with when nothing is configured. */
public final class TestConfig {
  private TestConfig() {}

  public static CertConfig defaults() {
    return new CertConfig() {
      @Override
      public String nameTemplate() {
        return "Cert_{server}_endpoint";
      }

      @Override
      public String masterKeySecret() {
        return "master-key/{server}";
      }

      @Override
      public String pairNameTemplate() {
        return "{server}_cert";
      }

      @Override
      public Duration pairNearExpiry() {
        return Duration.ofDays(7);
      }

      @Override
      public Duration uploadSettling() {
        return Duration.ofMinutes(2);
      }

      @Override
      public boolean includeEccRoots() {
        return false;
      }
    };
  }
}
