package io.linkfleet.simulator.contract;

import static io.linkfleet.simulator.contract.Fact.Side.SQL_SERVER;
import static io.linkfleet.simulator.contract.Fact.Source.DOCUMENTED;
import static io.linkfleet.simulator.contract.Fact.Source.INFERRED;
import static io.linkfleet.simulator.contract.Fact.Source.MESSAGES;
import static io.linkfleet.simulator.contract.Fact.Source.RECALLED;
import static io.linkfleet.simulator.contract.SqlSubject.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.X509;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Owns the facts about a SQL Server that a check can ask without touching anybody's objects. */
final class SqlFacts {
  private static final String PASSWORD = "Str0ng-enough-" + fresh("p") + "!";

  private SqlFacts() {}

  @FunctionalInterface
  interface SqlCheck {
    void on(SqlSubject sql) throws Exception;
  }

  static Fact fact(String sentence, Fact.Source source, SqlCheck check) {
    return new Fact(SQL_SERVER, sentence, source, subject -> check.on((SqlSubject) subject));
  }

  /** A batch that must fail, changes nothing even if it did not, and gives this first. */
  static Fact error(String situation, Fact.Source source, String expected, String batch) {
    return fact(
        situation + ": " + expected,
        source,
        sql -> assertThat(sql.error(batch)).as(batch).isEqualTo(expected));
  }

  static List<Fact> all() {
    var facts = new ArrayList<Fact>();
    facts.addAll(server());
    facts.addAll(certificates());
    facts.addAll(errors());
    return facts;
  }

  private static List<Fact> server() {
    return List.of(
        fact(
            "@@SERVERNAME and SERVERPROPERTY('ServerName') agree",
            DOCUMENTED,
            sql ->
                assertThat(
                        sql.one(
                            "SELECT IIF(@@SERVERNAME = CAST(SERVERPROPERTY('ServerName')"
                                + " AS nvarchar(128)), 'same', 'different')"))
                    .isEqualTo("same")),
        fact(
            "EngineEdition is 2, 3 or 4 and ProductVersion has four parts",
            DOCUMENTED,
            sql ->
                assertThat(
                        sql.one(
                            "SELECT SERVERPROPERTY('EngineEdition'),"
                                + " SERVERPROPERTY('ProductVersion')"))
                    .matches("[234] \\d+\\.\\d+\\.\\d+\\.\\d+")),
        fact(
            "an unknown property is NULL",
            DOCUMENTED,
            sql -> assertThat(sql.one("SELECT SERVERPROPERTY('NoSuchThing')")).isEqualTo("null")),
        fact(
            "InstanceDefaultBackupPath is known from SQL Server 2019 on",
            DOCUMENTED,
            sql ->
                assertThat(sql.one("SELECT SERVERPROPERTY('InstanceDefaultBackupPath')"))
                    .matches(sql.majorVersion() >= 15 ? "(?!null$).*" : "null")),
        fact(
            "the system databases have the ids 1 to 4",
            DOCUMENTED,
            sql ->
                assertThat(
                        sql.rows(
                            "SELECT name FROM sys.databases WHERE database_id < 5"
                                + " ORDER BY database_id"))
                    .containsExactly("master", "tempdb", "model", "msdb")),
        fact(
            "user endpoints have ids from 65536 on",
            DOCUMENTED,
            sql ->
                assertThat(
                        sql.rows(
                            "SELECT endpoint_id FROM sys.database_mirroring_endpoints"
                                + " WHERE endpoint_id < 65536"))
                    .isEmpty()),
        fact(
            "under IMPLICIT_TRANSACTIONS a SELECT from a view begins a transaction",
            RECALLED,
            sql ->
                assertThat(
                        sql.one(
                            "SET NOCOUNT ON; SET IMPLICIT_TRANSACTIONS ON;"
                                + " DECLARE @n int; SELECT @n = COUNT(*) FROM sys.databases;"
                                + " DECLARE @t int = @@TRANCOUNT; ROLLBACK;"
                                + " SET IMPLICIT_TRANSACTIONS OFF; SELECT @t"))
                    .isEqualTo("1")),
        fact(
            "sp_get_endpoint_certificate answers another type than 3 or 4 with NULL",
            DOCUMENTED,
            sql -> {
              sql.demandProcedure("sp_get_endpoint_certificate");
              assertThat(sql.one("EXEC sp_get_endpoint_certificate 1")).isEqualTo("null");
            }));
  }

  private static List<Fact> certificates() {
    return List.of(
        fact(
            "a certificate is real X.509: thumbprint is the SHA-1 of CERTENCODED, a year by"
                + " default",
            DOCUMENTED,
            sql ->
                withCertificate(
                    sql,
                    name -> {
                      byte[] der = sql.bytes("SELECT CERTENCODED(CERT_ID('" + name + "'))");
                      X509Certificate read = X509.read(der);
                      assertThat(read.getSubjectX500Principal().getName()).contains("contract");
                      assertThat(
                              sql.bytes(
                                  "SELECT thumbprint FROM sys.certificates WHERE name = '"
                                      + name
                                      + "'"))
                          .isEqualTo(X509.thumbprint(der));
                      assertThat(
                              sql.one(
                                  "SELECT pvt_key_encryption_type_desc,"
                                      + " DATEDIFF(day, start_date, expiry_date)"
                                      + " FROM sys.certificates WHERE name = '"
                                      + name
                                      + "'"))
                          .matches("ENCRYPTED_BY_PASSWORD 36[56]");
                    })),
        fact(
            "the same certificate or name a second time: 15232/16",
            MESSAGES,
            sql ->
                withCertificate(
                    sql,
                    name -> {
                      String der =
                          X509.hex(sql.bytes("SELECT CERTENCODED(CERT_ID('" + name + "'))"));
                      String other = fresh("other");
                      assertThat(
                              sql.error(
                                  "CREATE CERTIFICATE ["
                                      + other
                                      + "] FROM BINARY = 0x"
                                      + der
                                      + "; DROP CERTIFICATE ["
                                      + other
                                      + "]"))
                          .isEqualTo("15232/16");
                      assertThat(sql.error(create(name))).isEqualTo("15232/16");
                    })),
        fact(
            "CREATE CERTIFICATE rolls back with its transaction",
            RECALLED,
            sql -> {
              String name = fresh("rolled_back");
              sql.run("BEGIN TRAN; " + create(name) + "; ROLLBACK");
              assertThat(sql.one("SELECT CERT_ID('" + name + "')")).isEqualTo("null");
            }),
        fact(
            "CERT_ID and CERTENCODED of nothing are NULL",
            DOCUMENTED,
            sql ->
                assertThat(
                        sql.one(
                            "SELECT CERT_ID('linkfleet_no_such'), CERTENCODED(2147483647)"))
                    .isEqualTo("null null")),
        fact(
            "sp_validate_certificate_ca_chain says nothing about a good chain and refuses a"
                + " certificate that signed itself",
            INFERRED,
            sql -> {
              sql.demandProcedure("sp_validate_certificate_ca_chain");
              withCertificate(
                  sql,
                  name ->
                      assertThat(
                              sql.error(
                                  "DECLARE @id int = CERT_ID('"
                                      + name
                                      + "'); EXEC sp_validate_certificate_ca_chain @id"))
                          .isNotEqualTo("0/0"));
            }));
  }

  private static List<Fact> errors() {
    return List.of(
        error("a procedure that does not exist", MESSAGES, "2812/16", "EXEC linkfleet_no_such"),
        error("a column that does not exist", MESSAGES, "207/16",
            "SELECT linkfleet_no_such FROM sys.databases"),
        error("a view that does not exist", MESSAGES, "208/16", "SELECT * FROM sys.no_such_view"),
        error("a variable that was not declared", MESSAGES, "137/15", "SELECT @no_such"),
        error("an unfinished statement", MESSAGES, "102/15", "SELECT * FROM sys.databases WHERE ("),
        error("USE of a missing database", MESSAGES, "911/16", "USE linkfleet_no_such"),
        error("BACKUP of a missing database", MESSAGES, "911/16",
            "BACKUP DATABASE linkfleet_no_such TO DISK = 'NUL'"),
        error("DROP of a missing database", MESSAGES, "3701/11", "DROP DATABASE linkfleet_no_such"),
        error("ALTER of a missing database", RECALLED, "5011/14",
            "ALTER DATABASE linkfleet_no_such SET RECOVERY FULL"),
        error("DROP of a missing certificate", MESSAGES, "15151/16",
            "DROP CERTIFICATE linkfleet_no_such"),
        error("DROP of a missing endpoint", MESSAGES, "15151/16", "DROP ENDPOINT linkfleet_none"),
        error("DROP of a missing login", MESSAGES, "15151/16", "DROP LOGIN linkfleet_no_such"),
        error("a certificate from bytes that are none", MESSAGES, "15297/16",
            "CREATE CERTIFICATE linkfleet_no_such FROM BINARY = 0x3003020101"),
        error("a backup in a transaction", MESSAGES, "3021/16",
            "BEGIN TRAN; BACKUP DATABASE model TO DISK = 'NUL' WITH COPY_ONLY; ROLLBACK"),
        error("CREATE DATABASE in a transaction", MESSAGES, "226/16",
            "BEGIN TRAN; CREATE DATABASE linkfleet_no_such; ROLLBACK"),
        error("COMMIT of nothing", MESSAGES, "3902/16", "COMMIT"),
        error("RAISERROR of a text", DOCUMENTED, "50000/16", "RAISERROR('x', 16, 1)"),
        fact(
            "the text of 15151 names verb, kind and object",
            MESSAGES,
            sql ->
                assertThat(sql.message("DROP CERTIFICATE linkfleet_no_such"))
                    .isEqualTo(
                        "Cannot drop the certificate 'linkfleet_no_such', because it does not"
                            + " exist or you do not have permission.")));
  }

  @FunctionalInterface
  private interface Named {
    void with(String name) throws Exception;
  }

  private static String create(String name) {
    return "CREATE CERTIFICATE [%s] ENCRYPTION BY PASSWORD = '%s' WITH SUBJECT = 'contract'"
        .formatted(name, PASSWORD);
  }

  /** A certificate of its own password, so that the server needs no master key. */
  private static void withCertificate(SqlSubject sql, Named check) throws Exception {
    String name = fresh("certificate");
    sql.run(create(name));
    try {
      check.with(name);
    } finally {
      sql.run("DROP CERTIFICATE [" + name + "]");
    }
  }
}
