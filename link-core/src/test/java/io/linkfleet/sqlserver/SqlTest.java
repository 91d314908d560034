package io.linkfleet.sqlserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values cannot leave their place in a statement. */
class SqlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Sales | [Sales]",
        "a]b | [a]]b]",
        "a]; DROP DATABASE x-- | [a]]; DROP DATABASE x--]",
        "O'Brien | [O'Brien]"
      })
  void namesAreBracketed(String name, String quoted) {
    assertThat(Sql.name(name)).isEqualTo(quoted);
  }

  @Test
  void textIsQuotedAndQuotesDoubled() {
    assertThat(Sql.text("']; EXEC xp_cmdshell 'x'--")).isEqualTo("N''']; EXEC xp_cmdshell ''x''--'");
    assertThat(Sql.plain("it's")).isEqualTo("'it''s'");
    assertThat(Sql.binary(new byte[] {0, (byte) 0xAB})).isEqualTo("0x00AB");
  }

  @Test
  void aNameHasOneTo128CharactersAndNoNul() {
    assertThat(Sql.name("x".repeat(128))).hasSize(130);
    assertThatThrownBy(() -> Sql.name("x".repeat(129))).hasMessageContaining("128");
    assertThatThrownBy(() -> Sql.name("")).hasMessageContaining("128");
    assertThatThrownBy(() -> Sql.name("a\0b")).hasMessageContaining("NUL");
    assertThatThrownBy(() -> Sql.text("a\0b")).hasMessageContaining("NUL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a;Server=[evil]", "a'b", "-a", "a-", "a/b", "[zz]", "a:1"})
  void anEndpointHostIsAnAddressOrAHostName(String host) {
    assertThatThrownBy(() -> Sql.endpointUrl(host, 5022))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void endpointUrlsAndPortsAreChecked() {
    assertThat(Sql.endpointUrl("10.0.0.1", 5022)).isEqualTo("TCP://10.0.0.1:5022");
    assertThat(Sql.endpointUrl("[fe80::1]", 5022)).isEqualTo("TCP://[fe80::1]:5022");
    assertThatThrownBy(() -> Sql.endpointUrl("h", 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sql.port(80)).hasMessageContaining("1024");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a]", "a;b", "mi west", "a'b", "-mi", "mi.west"})
  void aListenerUrlNamesOneInstance(String instance) {
    assertThat(Sql.listenerUrl("mi-west.6d71.database.windows.net", 5022, "mi-west"))
        .isEqualTo("tcp://mi-west.6d71.database.windows.net:5022;Server=[mi-west]");
    assertThatThrownBy(() -> Sql.listenerUrl("mi.example", 5022, instance))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sql.listenerUrl("mi.example;Server=[x]", 5022, "mi"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSecretIsNeverShown() {
    Statement statement =
        Statement.of("CREATE MASTER KEY ENCRYPTION BY PASSWORD = 'hunter2'").hiding("hunter2");
    assertThat(statement.shown()).doesNotContain("hunter2").contains("******");
    assertThat(statement.toString()).doesNotContain("hunter2");
  }
}
