package io.linkfleet.azurelink;

import io.linkfleet.azure.AzureFailure;
import io.linkfleet.plan.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The codes with which Azure refuses a link or a link fails: the cause of each and what a person
 * does about it. Codes that pass by themselves are listed apart.
 *
 * <p>The numbers are the engine's, from the product's page on troubleshooting the link; the names
 * are of the REST specification's error list.
 */
final class LinkErrors {
  /**
   * One row of the table.
   *
   * @param code Azure's or the engine's code
   * @param reason the reason to block with, when Azure refuses with this code
   * @param cause what it means
   * @param action what a person does about the cause
   */
  record Row(String code, Reason reason, String cause, String action) {}

  private static final List<Row> ROWS =
      List.of(
          // the link was made and could not be initialised
          failed(
              "41962",
              "the link was not initiated within five minutes: the two sides do not reach each"
                  + " other",
              "Open TCP 5022 and 11000-11999 from the server to the instance's subnet and the"
                  + " endpoint's port from that subnet to the server, on every firewall between"),
          failed(
              "41973",
              "the instance does not hold the certificate of the server's endpoint, or not the"
                  + " right one",
              "Compare the instance's server trust certificates with the certificate that the"
                  + " endpoint uses"),
          failed(
              "41974",
              "the server does not hold the certificate of the instance, or not the right one, or"
                  + " not the root certificates above it",
              "Compare the server's certificate named after the instance's FQDN with the one the"
                  + " instance publishes, and check the issuers of the Azure root certificates"),
          failed(
              "41976",
              "the availability group does not answer: a name or an address of the groups differs"
                  + " between the two sides, or the build does not understand ';Server=[...]'",
              "Compare the groups' names and listener URLs on the server with the link, and"
                  + " install the Azure Connect Pack on SQL Server 2016 or 2017"),
          failed(
              "41986",
              "the connection between the two sides failed, or the instance stopped answering",
              "Read last_connect_error_description in sys.dm_hadr_availability_replica_states on"
                  + " the server and mend what it names"),
          failed(
              "47521",
              "the instance never received the request to join: the group or the database is not"
                  + " healthy on the server",
              "See that the availability group is primary and its database online on the server"),
          // the link was initialised and broke while the database was created
          failed(
              "41977",
              "the database on the instance does not answer",
              "Look at the instance's health and free space"),
          failed(
              "1408",
              "the log of the database was truncated while it was seeded, so the copy can no"
                  + " longer catch up",
              "Pause log backups of the database until the seeding has ended"),
          failed(
              "1412",
              "the log of the database was backed up and truncated while it was seeded, so the"
                  + " copy can no longer catch up",
              "Pause log backups of the database until the seeding has ended"),
          // Azure refuses
          row(
              "RemoteDatabaseExists",
              Reason.LINK_CONFLICT,
              "the instance has a database of that name already",
              "Rename or drop that database on the instance, or choose another instance"),
          row(
              "ManagedDatabaseNameInUse",
              Reason.LINK_CONFLICT,
              "the name of the database is in use on the instance",
              "Rename or drop that database on the instance, or choose another instance"),
          refused(
              "NoMoreSpaceInManagedInstance",
              "the instance has no room for the database",
              "Give the instance more storage"),
          refused(
              "StorageAccountFull",
              "the storage of the instance is full",
              "Give the instance more storage"),
          refused(
              "DatabaseNumberLimitReached",
              "the instance takes no more databases or links",
              "Remove what is not needed on the instance, or choose another instance"),
          refused(
              "InvalidCollation",
              "the collation does not fit the instance",
              "Use an instance whose collation is the server's"),
          refused(
              "UnableToResolveRemoteServer",
              "the instance cannot resolve or reach the address of the server's endpoint",
              "Use an address that the instance's network reaches as endpointHost"),
          refused(
              "CannotFindServerCertificateWithThumbprint",
              "the database is encrypted with a TDE certificate that the instance does not hold",
              "Import the database's TDE certificate into the instance"),
          refused(
              "CannotUseReservedDatabaseName",
              "the name of the database is reserved on the instance",
              "Rename the database on the server"),
          refused(
              "CloudLifterUnsupportedFeature",
              "the database uses a feature that the instance does not have",
              "Remove the feature that Azure names from the database"),
          refused(
              "ManagedInstanceStoppingOrStopped",
              "the instance is stopped",
              "Start the instance"),
          refused(
              "OperationCancelled",
              "somebody cancelled the creation of the link, or Azure did after six days",
              "Find out who cancelled it"));

  /** With these an operation ends that was rolled back and may be begun again. */
  private static final Set<String> PASSING =
      Set.of(
          "OperationTimedOut",
          "SubscriptionTooManyRequests",
          "SubscriptionTooManyCreateUpdateRequests",
          "TooManyRequests",
          "DatabaseUnavailable",
          "GatewayInternalServerError",
          "InternalServerError",
          "RequestTimeout");

  private static final Pattern NUMBER = Pattern.compile("\\b\\d{4,5}\\b");

  private LinkErrors() {}

  private static Row row(String code, Reason reason, String cause, String action) {
    return new Row(code, reason, cause, action);
  }

  private static Row failed(String code, String cause, String action) {
    return new Row(code, Reason.LINK_FAILED, cause, action);
  }

  private static Row refused(String code, String cause, String action) {
    return new Row(code, Reason.REQUEST_REFUSED, cause, action);
  }

  /** Whether a creation that failed with this code may succeed later. */
  static boolean passes(String code) {
    return AzureFailure.isBusy(code) || PASSING.contains(code);
  }

  /** Whether the code only says that a link of that name is there. */
  static boolean saysItExists(String code) {
    return code.equals("NameAlreadyExists");
  }

  /** Whether the code says that the database is there. */
  static boolean saysDatabaseExists(String code) {
    return code.equals("RemoteDatabaseExists") || code.equals("ManagedDatabaseNameInUse");
  }

  /** The row of a code, or of an engine's number within the message. */
  static Optional<Row> find(String code, String message) {
    Optional<Row> exact = find(code);
    if (exact.isPresent()) {
      return exact;
    }
    Matcher number = NUMBER.matcher(message);
    while (number.find()) {
      Optional<Row> inside = find(number.group());
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }

  private static Optional<Row> find(String code) {
    // an operation that was cancelled says Canceled, a refused request OperationCancelled
    String name =
        code.equalsIgnoreCase("canceled") || code.equalsIgnoreCase("cancelled")
            ? "OperationCancelled"
            : code;
    return ROWS.stream().filter(row -> row.code().equals(name)).findFirst();
  }
}
