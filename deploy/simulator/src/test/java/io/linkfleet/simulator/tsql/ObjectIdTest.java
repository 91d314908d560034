package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** No object gets the id that another one has, or has had. */
class ObjectIdTest {
  private final TestServer server = new TestServer();

  @Test
  void aCredentialIsNotTakenForADroppedOne() {
    server.ok("CREATE CREDENTIAL a WITH IDENTITY = 'i'; CREATE CREDENTIAL b WITH IDENTITY = 'i'");
    Object dropped = credential("a");
    server.ok("DROP CREDENTIAL a; CREATE CREDENTIAL c WITH IDENTITY = 'i'");
    assertThat(credential("c")).isNotIn(dropped, credential("b"));
  }

  @Test
  void aProcedureIsNotTakenForADroppedOne() {
    server.ok("CREATE PROCEDURE a AS SELECT 1");
    server.ok("CREATE PROCEDURE b AS SELECT 1");
    Object dropped = server.value("OBJECT_ID('a')");
    server.ok("DROP PROCEDURE a");
    server.ok("CREATE PROCEDURE c AS SELECT 1");
    assertThat(server.value("OBJECT_ID('c')")).isNotIn(dropped, server.value("OBJECT_ID('b')"));
  }

  @Test
  void aRollbackBringsBackWhatWasThere() {
    server.ok("CREATE CREDENTIAL a WITH IDENTITY = 'before'");
    Object id = credential("a");
    server.ok("BEGIN TRAN; ALTER CREDENTIAL a WITH IDENTITY = 'after'; DROP CREDENTIAL a");
    server.ok("CREATE CREDENTIAL a WITH IDENTITY = 'other'; ROLLBACK");
    assertThat(credential("a")).isEqualTo(id);
    assertThat(server.value("credential_identity FROM sys.credentials WHERE name = 'a'"))
        .isEqualTo("before");
  }

  private Object credential(String name) {
    return server.value("credential_id FROM sys.credentials WHERE name = '" + name + "'");
  }
}
