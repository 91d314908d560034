package io.linkfleet.simulator.clients;

/** Owns the world that the foreign clients meet. */
final class ClientEstate {
  static final String USER = "admin";
  static final String PASSWORD = "Secret-1";
  static final String YAML =
      """
      azure: {subscription: s, tenant: t}
      logins: [{name: admin, password: Secret-1, role: sysadmin}]
      servers:
        - {name: SQL01, version: 2022, ip: 10.0.0.1, databases: [{name: Sales, size: 8 MB}]}
      """;

  private ClientEstate() {}
}
