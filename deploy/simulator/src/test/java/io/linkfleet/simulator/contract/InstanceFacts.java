package io.linkfleet.simulator.contract;

import static io.linkfleet.simulator.contract.Fact.Side.INSTANCE;
import static io.linkfleet.simulator.contract.Fact.Source.DOCUMENTED;
import static io.linkfleet.simulator.contract.Fact.Source.INFERRED;
import static io.linkfleet.simulator.contract.Fact.Source.MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.engine.X509;
import java.util.List;

/** Owns the facts about a managed instance over TDS; every one only reads or is refused. */
final class InstanceFacts {
  private InstanceFacts() {}

  private static Fact fact(String sentence, Fact.Source source, SqlFacts.SqlCheck check) {
    return new Fact(INSTANCE, sentence, source, subject -> check.on((SqlSubject) subject));
  }

  static List<Fact> all() {
    return List.of(
        fact(
            "EngineEdition is 8, the edition SQL Azure, the version 12.0.2000.8",
            DOCUMENTED,
            sql ->
                assertThat(
                        sql.one(
                            "SELECT SERVERPROPERTY('EngineEdition'), SERVERPROPERTY('Edition'),"
                                + " SERVERPROPERTY('ProductVersion')"))
                    .isEqualTo("8 SQL Azure 12.0.2000.8")),
        fact(
            "@@SERVERNAME is the fully qualified name",
            DOCUMENTED,
            sql ->
                assertThat(sql.one("SELECT @@SERVERNAME"))
                    .matches("[a-z0-9-]+\\.[a-z0-9]+\\.database\\..+")),
        fact(
            "InstanceName is NULL",
            DOCUMENTED,
            sql -> assertThat(sql.one("SELECT SERVERPROPERTY('InstanceName')")).isEqualTo("null")),
        fact(
            "sp_get_endpoint_certificate 4 gives an X.509 certificate",
            DOCUMENTED,
            sql ->
                assertThat(X509.read(sql.bytes("EXEC sp_get_endpoint_certificate 4"))).isNotNull()),
        refused("DROP AVAILABILITY GROUP linkfleet_no_such"),
        refused("ALTER AVAILABILITY GROUP linkfleet_no_such FAILOVER"),
        refused("DROP ENDPOINT linkfleet_no_such"),
        refused("ALTER DATABASE linkfleet_no_such SET PARTNER OFF"),
        refused("ALTER DATABASE linkfleet_no_such SET WITNESS OFF"),
        refused("ALTER DATABASE linkfleet_no_such SET HADR OFF"),
        fact(
            "a full backup that is not COPY_ONLY: 41904/16",
            MESSAGES,
            sql ->
                assertThat(sql.error("BACKUP DATABASE model TO DISK = 'NUL'"))
                    .isEqualTo("41904/16")),
        fact(
            "no sp_certificate_add_issuer",
            INFERRED,
            sql ->
                assertThat(
                        sql.rows(
                            "SELECT 1 FROM sys.system_objects"
                                + " WHERE name = 'sp_certificate_add_issuer'"))
                    .isEmpty()));
  }

  private static Fact refused(String statement) {
    return fact(
        statement.replace(" linkfleet_no_such", "") + ": 41906/16",
        INFERRED,
        sql -> assertThat(sql.error(statement)).isEqualTo("41906/16"));
  }
}
