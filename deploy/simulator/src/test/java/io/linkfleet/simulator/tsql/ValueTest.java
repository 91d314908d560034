package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values, their types and what does not fit, as ad-hoc queries meet them. */
class ValueTest {
  private final TestServer sql = new TestServer();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5/2.0                                  | 2.500000      | 806",
        "2/3.0                                  | 0.666666      | 806",
        "1.0/3                                  | 0.333333      | 706",
        "CAST(3 AS int)/1024.0                  | 0.002929      | 1706",
        "1.0/CAST(3 AS int)                     | 0.333333333333 | 1312",
        "CAST(64 AS numeric(20,0))/1024/1024    | 0.00006103515 | 3111",
        "1.5*2.25                               | 3.375         | 603",
        "1.5+2.25                               | 3.75          | 402",
        "CAST(1 AS numeric(25,0))-1             | 0             | 2600",
        "CAST(9999999999999999999999999 AS numeric(25,0))+1 | 10000000000000000000000000 | 2600",
        "CASE WHEN 1 = 1 THEN 300 ELSE 1.5 END  | 300.0         | 1101"
      })
  void exactNumbersHaveTheDocumentedDigits(String expression, String value, int digits) {
    Answer answer = sql.ok("SELECT " + expression);
    assertThat(answer.value()).hasToString(value);
    assertThat(answer.results.get(0).columns.get(0).length()).isEqualTo(digits);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CAST(300 AS tinyint) | 220 | Arithmetic overflow error for data type tinyint, value = 300.",
        "CAST(-40000 AS smallint) | 220 | Arithmetic overflow error for data type smallint,"
            + " value = -40000.",
        "CAST('300' AS tinyint) | 244 | The conversion of the varchar value '300' overflowed an INT1"
            + " column. Use a larger integer column.",
        "CAST(N'99999999999' AS int) | 248 | The conversion of the nvarchar value '99999999999'"
            + " overflowed an int column.",
        "CAST(1e10 AS int) | 232 | Arithmetic overflow error for type int, value ="
            + " 10000000000.000000.",
        "2147483647 + 1 | 8115 | Arithmetic overflow error converting expression to data type int.",
        "CAST(1000 AS numeric(3,0)) | 8115 | Arithmetic overflow error converting int to data type"
            + " numeric.",
        "N'a' + 1 | 245 | Conversion failed when converting the nvarchar value 'a' to data type int.",
        "'a' + 1 | 245 | Conversion failed when converting the varchar value 'a' to data type int.",
        "CAST('2024-02-30' AS datetime) | 242 | The conversion of a varchar data type to a datetime"
            + " data type resulted in an out-of-range value.",
        "CAST('1752-12-31' AS datetime) | 242 | The conversion of a varchar data type to a datetime"
            + " data type resulted in an out-of-range value.",
        "CAST('2024-02-30' AS date) | 241 | Conversion failed when converting date and/or time from"
            + " character string.",
        "CONVERT(varchar(30), GETDATE(), 99) | 281 | 99 is not a valid style number when converting"
            + " from datetime to a character string.",
        "COALESCE(NULL, NULL) | 4127 | At least one of the arguments to COALESCE must be an"
            + " expression that is not the NULL constant.",
        "NULLIF(NULL, 1) | 4151 | The type of the first argument to NULLIF cannot be the NULL constant"
            + " because the type of the first argument has to be known.",
        "IIF(1 = 1, NULL, NULL) | 8133 | At least one of the result expressions in a CASE"
            + " specification must be an expression other than the NULL constant."
      })
  void whatDoesNotFitSaysWhy(String expression, int number, String text) {
    Answer answer = sql.run("SELECT " + expression);
    assertThat(answer.errors()).containsExactly(number);
    assertThat(answer.messages.get(0).text()).isEqualTo(text);
  }

  @Test
  void aNameIsNoNumber() {
    Answer answer = sql.run("SELECT 1 FROM sys.databases WHERE name = 1");
    assertThat(answer.messages.get(0).text())
        .isEqualTo("Conversion failed when converting the nvarchar value 'master' to data type int.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "0   | Jan  2 2024  3:04PM",
        "100 | Jan  2 2024  3:04PM",
        "1   | 01/02/24",
        "101 | 01/02/2024",
        "102 | 2024.01.02",
        "3   | 02/01/24",
        "103 | 02/01/2024",
        "104 | 02.01.2024",
        "105 | 02-01-2024",
        "106 | 02 Jan 2024",
        "107 | Jan 02, 2024",
        "8   | 15:04:05",
        "108 | 15:04:05",
        "109 | Jan  2 2024  3:04:05:007PM",
        "110 | 01-02-2024",
        "111 | 2024/01/02",
        "12  | 240102",
        "112 | 20240102",
        "113 | 02 Jan 2024 15:04:05:007",
        "114 | 15:04:05:007",
        "20  | 2024-01-02 15:04:05",
        "120 | 2024-01-02 15:04:05",
        "121 | 2024-01-02 15:04:05.007",
        "23  | 2024-01-02",
        "126 | 2024-01-02T15:04:05.007"
      })
  void aDateIsShownInItsStyle(int style, String shown) {
    assertThat(
            sql.value(
                "CONVERT(varchar(40), CAST('2024-01-02T15:04:05.007' AS datetime), " + style + ")"))
        .isEqualTo(shown);
  }

  @Test
  void aDateIsReadInItsStyle() {
    assertThat(sql.value("CONVERT(date, '31/12/2024', 103)")).hasToString("2024-12-31");
    assertThat(sql.value("CONVERT(date, '31 Dec 2024')")).hasToString("2024-12-31");
    assertThat(sql.run("SELECT CONVERT(date, '31/12/2024')").errors()).containsExactly(241);
  }
}
