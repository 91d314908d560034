package io.linkfleet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTest {
  @Test
  void aNameOfAnotherScriptTakesAsManyColumnsAsATerminalGivesIt() {
    assertThat(Text.width("顧客データ")).isEqualTo(10);
    assertThat(Text.width("e\u0301")).isEqualTo(1);
    assertThat(Text.pad("顧客", 6)).isEqualTo("顧客  ");
  }

  @Test
  void whatIsTooLongIsCutAndTheCutIsMarked() {
    assertThat(Text.clip("abcdef", 4)).isEqualTo("abc…");
    assertThat(Text.clip("顧客データ", 4)).isEqualTo("顧…");
    assertThat(Text.clip("\u001b[32mabcd\u001b[0m", 4)).contains("\u001b[32m");
  }

  @Test
  void aNameCannotSteerTheTerminal() {
    String hostile = "a\u001b[2Jb\r\n\u202ec";

    assertThat(Text.printable(hostile)).isEqualTo("a\\u001b[2Jb\\u000d\\u000a\\u202ec");
  }

  @Test
  void theWidestColumnOfATableGivesWay() {
    List<List<String>> rows =
        List.of(List.of("A", "NAME"), List.of("1", "x".repeat(50)), List.of("2", "y"));

    List<String> table = Text.table(rows, 20);

    assertThat(table).allSatisfy(line -> assertThat(Text.width(line)).isLessThanOrEqualTo(20));
    assertThat(table.get(1)).endsWith("…");
  }
}
