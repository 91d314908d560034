package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The parameters of procedures that somebody makes. */
class ProcedureParameterTest {
  private final TestServer server = new TestServer();

  @BeforeEach
  void procedure() {
    server.ok(
        """
        CREATE PROCEDURE dbo.p
          @a int,
          @b AS nvarchar(5) = N'none',
          @c int = NULL,
          @sum int = -1 OUTPUT
        AS
        BEGIN
          SET @sum = @a + ISNULL(@c, 100)
          SELECT @a a, @b b, @c c
          RETURN @a
        END
        """);
  }

  private List<Integer> errors(String batch) {
    return server.run(batch).errors();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EXEC p 1 | [1, none, null]",
        "EXEC p 1, N'two', 3 | [1, two, 3]",
        "EXEC p 1, DEFAULT, 3 | [1, none, 3]",
        "EXEC p '7', @c = '8' | [7, none, 8]",
        "EXEC p @c = 3, @A = 1 | [1, none, 3]",
        "EXEC p @a = 1, @b = DEFAULT | [1, none, null]",
        "EXEC p -5, too_long_for_it | [-5, too_l, null]",
        "EXEC p NULL, NULL | [null, null, null]",
        "DECLARE @x int = 9 EXEC master..p @x, @c = @x | [9, none, 9]",
      })
  void areGivenByPlaceAndByName(String call, String row) {
    assertThat(Arrays.toString(server.ok(call).results.get(0).rows.get(0))).isEqualTo(row);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EXEC p | 201",
        "EXEC p @b = 'x' | 201",
        "EXEC p DEFAULT | 201",
        "EXEC p 1, 2, 3, 4, 5 | 8144",
        "EXEC p 1, @nosuch = 2 | 8145",
        "EXEC p 1, @a = 2 | 8143",
        "EXEC p @a = 1, 2 | 119",
        "EXEC p 'one' | 8114",
        "DECLARE @x int EXEC p 1, 'x', @x OUTPUT | 8162",
        "EXEC none 1 | 8146",
      })
  void areRefusedWhenTheyDoNotFit(String call, int number) {
    server.ok("CREATE PROCEDURE none AS SELECT 1");
    assertThat(errors(call)).containsExactly(number);
  }

  @Test
  void anOutputComesBackToItsVariable() {
    Answer answer =
        server.ok(
            "DECLARE @s int, @r int; EXEC @r = p 1, @c = 2, @sum = @s OUTPUT; SELECT @s, @r");
    assertThat(answer.results.get(1).rows.get(0)).containsExactly(3, 1);
    answer = server.ok("DECLARE @s int = 5; EXEC p 1, @sum = @s; SELECT @s");
    assertThat(answer.results.get(1).rows.get(0)).as("without OUTPUT").containsExactly(5);
  }

  @Test
  void messagesNameProcedureAndParameter() {
    assertThat(server.run("EXEC dbo.p").messages.get(0).text())
        .isEqualTo(
            "Procedure or function 'p' expects parameter '@a', which was not supplied.");
    assertThat(server.run("EXEC p 1, @nosuch = 1").messages.get(0).text())
        .isEqualTo("@nosuch is not a parameter for procedure p.");
    assertThat(server.run("EXEC p 'one'").messages.get(0).text())
        .isEqualTo("Error converting data type varchar to int.");
  }

  @Test
  void theyChangeWithTheProcedureAndEndWithTheCall() {
    server.ok("ALTER PROCEDURE p (@only bit) AS SELECT @only");
    assertThat(server.ok("EXEC p 1").value()).isEqualTo(true);
    assertThat(errors("EXEC p 1, 2")).containsExactly(8144);
    assertThat(errors("EXEC p 1; SELECT @only")).containsExactly(137);
    server.ok("CREATE PROC down @n int AS IF @n > 0 BEGIN SET @n = @n - 1 EXEC down @n END"
        + " ELSE SELECT @n");
    assertThat(server.ok("EXEC down 5").value()).isEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE PROC q @t dbo.rows READONLY AS SELECT 1",
        "CREATE PROC q @t xml AS SELECT 1",
        "CREATE PROC q @a int WITH RECOMPILE AS SELECT 1"
      })
  void whatIsNotModelledIsSaidToBeSo(String create) {
    assertThat(server.run(create).errors()).isNotEmpty();
    assertThat(errors("EXEC q")).containsExactly(2812);
  }

  @Test
  void aDeclarationIsCheckedWhenTheProcedureIsMade() {
    assertThat(errors("CREATE PROC q @a int, @A int AS SELECT 1")).containsExactly(134);
    assertThat(errors("CREATE PROC q @a int AS DECLARE @a int")).containsExactly(134);
    assertThat(errors("CREATE PROC q @a nosuch AS SELECT 1")).containsExactly(2715);
    assertThat(errors("CREATE PROC q @a int AS SELECT @b")).containsExactly(137);
    assertThat(errors("CREATE PROC q @a int = 1 + 1 AS SELECT 1")).containsExactly(102);
  }
}
