package io.linkfleet.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
  @Test
  void aUsualNameStaysAsItIs() {
    assertThat(Secrets.part("SQL-01.corp_2")).isEqualTo("SQL-01.corp_2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../credentials/sql-admin/password", "..", ".", "a/b", "a\\b", ".new1"})
  void noNameLeadsToAnotherSecret(String name) {
    Path folder = Path.of("/secrets/master-key");

    assertThat(folder.resolve(Secrets.part(name)).normalize().getParent()).isEqualTo(folder);
  }

  @Test
  void namesThatAreChangedStayDifferent() {
    assertThat(Secrets.part("a/b")).isNotEqualTo(Secrets.part("a:b"));
  }
}
