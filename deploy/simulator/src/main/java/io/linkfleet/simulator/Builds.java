package io.linkfleet.simulator;

import java.util.Map;
import java.util.TreeMap;

/** Owns which builds of SQL Server stand for a year, and which of them support the link. */
final class Builds {
  /**
   * A build of every year on which the link works: 2016 SP3 and 2017 CU31 with the Azure Connect
   * Pack, 2019 CU20, 2022 CU16, 2025 RTM.
   */
  static final Map<String, String> BY_YEAR =
      new TreeMap<>(
          Map.of(
              "2016", "13.0.7000.253",
              "2017", "14.0.3490.10",
              "2019", "15.0.4312.2",
              "2022", "16.0.4165.4",
              "2025", "17.0.1000.7"));

  private static final Map<Integer, String> LEAST =
      Map.of(
          13, "13.0.7000.253",
          14, "14.0.3490.10",
          15, "15.0.4312.2",
          16, "16.0.1000.6",
          17, "17.0.1000.7");

  private Builds() {}

  static boolean supportLink(String build) {
    String least = LEAST.get(number(build, 0));
    if (least == null) {
      return false;
    }
    for (int part = 0; part < 4; part++) {
      int difference = number(build, part) - number(least, part);
      if (difference != 0) {
        return difference > 0;
      }
    }
    return true;
  }

  private static int number(String build, int part) {
    return Integer.parseInt(build.split("\\.")[part]);
  }
}
