package io.linkfleet.simulator.contract;

import static io.linkfleet.simulator.contract.Fact.Side.AZURE;
import static io.linkfleet.simulator.contract.Fact.Side.INSTANCE;
import static io.linkfleet.simulator.contract.Fact.Side.NETWORK;
import static io.linkfleet.simulator.contract.Fact.Side.SQL_SERVER;
import static io.linkfleet.simulator.contract.Fact.Source.DOCUMENTED;
import static io.linkfleet.simulator.contract.Fact.Source.FIELD;
import static io.linkfleet.simulator.contract.Fact.Source.INFERRED;
import static io.linkfleet.simulator.contract.Fact.Source.INVENTED;
import static io.linkfleet.simulator.contract.Fact.Source.MESSAGES;
import static io.linkfleet.simulator.contract.Fact.Source.RECALLED;
import static io.linkfleet.simulator.contract.Fact.Source.SCRIPT;
import static io.linkfleet.simulator.contract.Fact.Source.SPECIFICATION;

import java.util.List;

/**
 * Owns the facts that nobody can ask a system without a link, an outage or somebody's endpoint: the
 * simulator's own tests cover them, and this list says so.
 */
final class UncheckedFacts {
  private UncheckedFacts() {}

  static List<Fact> all() {
    return List.of(
        of(NETWORK, DOCUMENTED, "the link article's T-SQL leads to CONNECTED, SYNCHRONIZING and"
            + " HEALTHY"),
        of(NETWORK, MESSAGES, "texts of 41962, 41973, 41974, 41976, 41977, 41986, 1408 and 1412"),
        of(NETWORK, DOCUMENTED, "LinkInitError and LinkCreationError, and which number belongs to"
            + " which"),
        of(NETWORK, INFERRED, "which of them come at once and which after the init timeout"),
        of(NETWORK, INFERRED, "last_connect_error_number for each broken rule, and the order of the"
            + " checks of certificates"),
        of(NETWORK, DOCUMENTED, "seeding begins again after a broken connection"),
        of(NETWORK, DOCUMENTED, "a log backup during seeding loses the link with 1412 unless trace"
            + " flag 12381 is on"),
        of(NETWORK, DOCUMENTED, "an open transaction that has written keeps a log backup from doing"
            + " so"),
        of(NETWORK, INFERRED, "also when it began after the seeding did, for log backups from then"
            + " on"),
        of(NETWORK, INFERRED, "recovery model SIMPLE during seeding loses the link with 1408"),
        of(NETWORK, DOCUMENTED, "a connection survives the expiry of its certificate until the next"
            + " one"),
        of(NETWORK, FIELD, "without ;Server=[instance] or the Azure Connect Pack: 41976"),
        of(NETWORK, DOCUMENTED, "deleting the link leaves both databases independent and writable"),
        of(NETWORK, DOCUMENTED, "a planned failover swaps the roles, a forced one leaves two"
            + " primaries"),
        of(NETWORK, INFERRED, "two sides of one role show NOT SYNCHRONIZING and NOT_HEALTHY"
            + " and stay connected"),
        of(SQL_SERVER, DOCUMENTED, "ALTER AVAILABILITY GROUP … FAILOVER of a link from 16.0.4125.3"
            + " on"),
        of(SQL_SERVER, MESSAGES, "19504 where a build knows only the forced failover"),
        of(SQL_SERVER, MESSAGES, "41122 for a group that is primary already"),
        of(SQL_SERVER, MESSAGES, "numbers, severities and texts in sys.messages, which lists what"
            + " is modelled and nothing else"),
        of(SQL_SERVER, DOCUMENTED, "41131 with State 0, then 41152, for a group in a cluster whose"
            + " account has a login without ALTER ANY AVAILABILITY GROUP or VIEW SERVER STATE"),
        of(SQL_SERVER, MESSAGES, "a link that begins here seeds itself (47500), asynchronously"
            + " (47501), one database (47502, 47503); its group is not a basic one (19513)"),
        of(SQL_SERVER, INFERRED, "the order of these, and 41152 after all but 47503"),
        of(SQL_SERVER, INVENTED, "ADD, REMOVE and SET of a distributed group that has no such"
            + " thing: 50993"),
        of(SQL_SERVER, INFERRED, "41140 and 41142 for a planned failover from the secondary and"
            + " without a synchronized partner"),
        of(SQL_SERVER, INFERRED, "976 for a database whose group's local replica is a closed copy"),
        of(SQL_SERVER, RECALLED, "3059 for a full backup of a copy"),
        of(SQL_SERVER, INFERRED, "order of the checks of CREATE AVAILABILITY GROUP"),
        of(SQL_SERVER, MESSAGES, "a second mirroring endpoint: 7862"),
        of(SQL_SERVER, FIELD, "a mirroring endpoint whose port another process has: 9692, with"
            + " State 1"),
        of(SQL_SERVER, DOCUMENTED, "an endpoint on the port of its own instance can be defined"),
        of(SQL_SERVER, DOCUMENTED, "a restored copy has its broker off, a database that is not"
            + " online no collation"),
        of(SQL_SERVER, FIELD, "3201 with operating system error 50 for a URL without a credential"
            + " of its container's name"),
        of(INSTANCE, INFERRED, "the build that a backup of an instance names"),
        of(SQL_SERVER, RECALLED, "settings of a new database in sys.databases"),
        of(SQL_SERVER, INFERRED, "an endpoint that got 9692 stays defined as STARTED, does not"
            + " listen, and tries again when it is altered or its server starts"),
        of(SQL_SERVER, INFERRED, "an endpoint of another kind on the mirroring endpoint's port:"
            + " 7874"),
        of(SQL_SERVER, MESSAGES, "DROP of the certificate of an endpoint: 15352"),
        of(SQL_SERVER, DOCUMENTED, "the scripts of the network test run in both directions, with"
            + " either outcome"),
        of(SQL_SERVER, MESSAGES, "14243, 14256, 14261 and 14269 of the procedures of SQL Server"
            + " Agent"),
        of(SQL_SERVER, FIELD, "22022 for sp_start_job without a running Agent, and for a job that"
            + " runs"),
        of(SQL_SERVER, INFERRED, "what a step of the network test prints, and its history"),
        of(SQL_SERVER, DOCUMENTED, "sys.dm_hadr_internal_availability_groups and …_replicas come"
            + " with an update of 2022, 16.0.4295.3"),
        of(SQL_SERVER, INFERRED, "their columns, and that 2025 has them from its first build on"),
        of(INSTANCE, SCRIPT, "the DMVs of the fabric have what the network test reads"),
        of(INSTANCE, INFERRED, "types and values of their columns"),
        of(SQL_SERVER, MESSAGES, "2714 and 8146 of procedures that somebody makes"),
        of(SQL_SERVER, FIELD, "redo_start_lsn of sys.master_files: where the last restored backup"
            + " ended"),
        of(SQL_SERVER, FIELD, "2812 for sp_certificate_add_issuer and 19499 for ;Server=[instance]"
            + " without the Azure Connect Pack"),
        of(SQL_SERVER, SCRIPT, "the text of an issuer that is there already"),
        of(SQL_SERVER, INVENTED, "the number of that text (50996, ours: no source names the real"
            + " one)"),
        of(SQL_SERVER, RECALLED, "options of sp_configure with their ranges and defaults; lines of"
            + " the error log"),
        of(SQL_SERVER, FIELD, "the error log's line on an empty redirect string where the listener"
            + " URL names no instance"),
        of(SQL_SERVER, RECALLED, "3023 for a second backup of a database, 3032 for NORECOVERY with"
            + " BACKUP DATABASE, 3036 for a backup of a standby"),
        of(SQL_SERVER, INFERRED, "9002 for CREATE USER, CERTIFICATE and MASTER KEY in a database whose"
            + " log is full; 3906 for them where it is read-only"),
        of(SQL_SERVER, INVENTED, "the number of the message that STOPAT was not reached (50995)"),
        of(SQL_SERVER, INVENTED, "numbers of a certificate without private key (28085), of an"
            + " endpoint without certificate (15541), of a chain that is not valid (50997)"),
        of(SQL_SERVER, DOCUMENTED, "sp_validate_certificate_ca_chain from 16.0.4045.3 on; when 2019"
            + " and older got it, if they did, is not known"),
        of(SQL_SERVER, DOCUMENTED, "SHA-256 signatures of new certificates since 2017"),
        of(SQL_SERVER, RECALLED, "AVAILABILITY_REPLICA in log_reuse_wait_desc while a"
            + " seeded replica"
            + " is away"),
        of(SQL_SERVER, FIELD, "JOIN WITH (CLUSTER_TYPE = NONE) without a primary that names this"
            + " server and reaches it: 47106/16, State 3, alone"),
        of(SQL_SERVER, DOCUMENTED, "it says so after five minutes, here after initTimeout"),
        of(SQL_SERVER, INFERRED, "JOIN of a group that is here: 41106 and 41158; without"
            + " CLUSTER_TYPE = NONE: 41044 and 41158"),
        of(SQL_SERVER, MESSAGES, "ADD, REMOVE and MODIFY REPLICA: 35282, 35283, 35284, 35210; on a"
            + " secondary 41140"),
        of(SQL_SERVER, RECALLED, "SET HADR AVAILABILITY GROUP of a copy that misses log: 1412,"
            + " 1478"),
        of(SQL_SERVER, INFERRED, "its other refusals: 41148, 35240, 35259, 35250, 41132, 1464,"
            + " 1407, 1408, their order, and that they come without 5069"),
        of(SQL_SERVER, FIELD, "FAILOVER of a group without a cluster: the text; its number 47122 is"
            + " recalled"),
        of(SQL_SERVER, DOCUMENTED, "without a cluster: OFFLINE, FORCE_FAILOVER_ALLOW_DATA_LOSS, SET"
            + " (ROLE = SECONDARY), then SET HADR RESUME on the new primary"),
        of(SQL_SERVER, DOCUMENTED, "SUSPEND_FROM_PARTNER after a forced failover"),
        of(SQL_SERVER, DOCUMENTED, "without a cluster DROP AVAILABILITY GROUP acts on its own"
            + " server alone; secondary databases are RESTORING afterwards"),
        of(SQL_SERVER, INVENTED, "DROP of a group that a distributed one uses is refused, with"
            + " 50994"),
        of(NETWORK, DOCUMENTED, "between SQL Servers: automatic seeding needs CREATE ANY DATABASE"
            + " on the receiving side"),
        of(NETWORK, RECALLED, "without it the sender shows Seeding Check Message Timeout"),
        of(NETWORK, MESSAGES, "a seeding that failed for good waits until SEEDING_MODE is set again"
            + " (19495)"),
        of(NETWORK, INFERRED, "last_connect_error_number between SQL Servers: 35201 for silence,"
            + " the handshake's own number where this server refuses, 28028 where the other one"
            + " does"),
        of(NETWORK, DOCUMENTED, "a secondary shows its own replica and databases alone in the state"
            + " DMVs"),
        of(NETWORK, INFERRED, "log backups do not disturb a seeding between SQL Servers"),
        of(SQL_SERVER, MESSAGES, "JOIN AVAILABILITY GROUP ON with a group that has databases:"
            + " 19511"),
        of(SQL_SERVER, INFERRED, "41158 after it, and that JOIN AVAILABILITY GROUP ON talks to"
            + " nobody"),
        of(SQL_SERVER, INFERRED, "JOIN AVAILABILITY GROUP ON of a group that is here: 19502 and"
            + " 41158"),
        of(NETWORK, MESSAGES, "texts of 19494, 19495, 19496 and 19506 in the error logs"),
        of(NETWORK, INFERRED, "19506 in the log of the receiving server, the others in the"
            + " sender's: 19494 for a broken connection, 19496 when SEEDING_MODE = MANUAL ends it"),
        of(NETWORK, DOCUMENTED, "a distributed group between two SQL Servers: CREATE on one, JOIN"
            + " on the other, synchronous only when both sides say so"),
        of(NETWORK, DOCUMENTED, "SEEDING_MODE = MANUAL for the second group cancels its seeding"),
        of(NETWORK, DOCUMENTED, "after SET (ROLE = SECONDARY) both sides become equal; then"
            + " FORCE_FAILOVER_ALLOW_DATA_LOSS on the forwarder"),
        of(NETWORK, INFERRED, "both sides have to name the same members and listeners, otherwise"
            + " they are DISCONNECTED with 35201"),
        of(NETWORK, DOCUMENTED, "after a failover to a newer server a mirroring session is"
            + " suspended for good, and its principal serves"),
        of(NETWORK, INFERRED, "RESUME of it is accepted and has no effect"),
        of(NETWORK, INVENTED, "a mirror on an older server: 50992"),
        of(NETWORK, DOCUMENTED, "a primary cannot send log to an older secondary, and nobody reads"
            + " a copy that waits for a newer format"),
        of(NETWORK, INFERRED, "which show SUSPEND_FROM_REDO and 976"),
        of(NETWORK, DOCUMENTED, "a link that begins on the instance: SQL Server from 16.0.4095.4"
            + " on, an empty group with CREATE ANY DATABASE, JOIN with ;Server=[…];Database=[…]"),
        of(NETWORK, INFERRED, "without one of them 41976; without the grant, or with a database of"
            + " that name on the server, 41977; the instance keeps its database"),
        of(AZURE, INFERRED, "a link with role Primary for a database that the instance lacks: 404"
            + " ResourceNotFound"),
        of(INSTANCE, INFERRED, "the plain group of a link shows under the name the link gives it,"
            + " with role PRIMARY; the distributed one has role SECONDARY and a row for the local"
            + " database"),
        of(INSTANCE, DOCUMENTED, "is_primary_replica is 1 for the link's database, whatever the"
            + " role in the link: the documented comparison of log positions asks for it"),
        of(INSTANCE, FIELD, "41906 is found before the batch begins"),
        of(INSTANCE, INFERRED, "the first full backup after a cutover, which is at once here"),
        of(AZURE, SPECIFICATION, "planned failover only on the primary:"
            + " InvalidDistributedAvailabilityGroupFailoverInstanceRole"),
        of(AZURE, SPECIFICATION, "an empty or unknown failoverType:"
            + " InvalidDistributedAvailabilityGroupFailoverRequest"),
        of(AZURE, INFERRED, "setRole answers 400 with the engine's numbers 41965 and 41970"
            + " as codes, 409 with 41968"),
        of(AZURE, SPECIFICATION, "PATCH while seeding is refused; its text"),
        of(AZURE, INFERRED, "its status 409 and its code ConflictingDatabaseOperation"),
        of(AZURE, SPECIFICATION, "the same certificate under another name is accepted and fails"
            + " later"),
        of(AZURE, INFERRED, "URLs and names of link operations, and the code of a failed one"),
        of(AZURE, SPECIFICATION, "a database of a link names log positions with their times, lag,"
            + " and the partner's certificate with its expiry"),
        of(AZURE, INFERRED, "which positions a primary and which a secondary instance fills"),
        of(AZURE, DOCUMENTED, "token buckets of 250 reads, 200 writes and 200 deletes"));
  }

  private static Fact of(Fact.Side side, Fact.Source source, String sentence) {
    return new Fact(side, sentence, source, null);
  }
}
