package io.linkfleet.monitor.watch;

import java.util.Map;

/**
 * What the numbers of connection errors mean and what to do about them.
 *
 * <p>Source: the error map of the product's troubleshooting pages; the wording is ours. The texts
 * that a server puts beside the numbers were never checked on a real one.
 */
record ConnectError(String cause, String action) {
  private static final ConnectError UNKNOWN =
      new ConnectError(
          "SQL Server names the cause",
          "Remove the cause; check the endpoints, both certificates and the network in between.");

  private static final Map<Integer, ConnectError> KNOWN =
      Map.ofEntries(
          Map.entry(
              41962,
              new ConnectError(
                  "the link was not initiated within five minutes",
                  "Check that the instance reaches the server's mirroring endpoint and the server"
                      + " reaches port 5022 of the instance: DNS, firewalls, network rules.")),
          Map.entry(
              41973,
              new ConnectError(
                  "the instance does not have the server's certificate, or has another one",
                  "Ask for the link again: cert-service compares and uploads the public key.")),
          Map.entry(
              41974,
              new ConnectError(
                  "the server does not have the instance's certificate, or has another one",
                  "Ask for the link again: cert-service compares certificate and issuers.")),
          Map.entry(
              41976,
              new ConnectError(
                  "the availability group does not answer: its names or addresses do not match",
                  "Compare the listener URLs of the distributed availability group; a missing"
                      + " ';Server=[...]' means that the Azure Connect Pack is not installed.")),
          Map.entry(
              41977,
              new ConnectError(
                  "the database on the instance does not respond",
                  "Look at the database on the instance; if it stays so, delete the link and ask"
                      + " for it again.")),
          Map.entry(
              41986,
              new ConnectError(
                  "the connection failed, or the secondary does not respond",
                  "Test the network in both directions, then look at the instance's state.")),
          Map.entry(
              47521,
              new ConnectError(
                  "the secondary did not receive the request",
                  "Check that the availability group and the database are online on the server.")),
          Map.entry(
              1408,
              new ConnectError(
                  "the log was truncated while the database was being seeded",
                  "Delete the link and ask for it again; pause log backups until it is seeded.")),
          Map.entry(
              1412,
              new ConnectError(
                  "a log backup was taken while the database was being seeded",
                  "Delete the link and ask for it again; pause log backups until it is seeded.")),
          Map.entry(
              1418,
              new ConnectError(
                  "the partner's address does not exist or cannot be reached",
                  "Check the address and port of the partner's endpoint, and that it is started.")),
          Map.entry(
              35250,
              new ConnectError(
                  "the connection to the primary replica is not active",
                  "Check that both endpoints are started and that nothing blocks their ports.")),
          Map.entry(
              9002,
              new ConnectError(
                  "the transaction log is full",
                  "Take a log backup or give the log room.")));

  static ConnectError of(int number) {
    return KNOWN.getOrDefault(number, UNKNOWN);
  }
}
