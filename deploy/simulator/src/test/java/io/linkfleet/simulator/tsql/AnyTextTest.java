package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever text arrives, the session answers with T-SQL's own errors and lives. */
class AnyTextTest {
  private static final int TEXTS = 4000;

  private final TestServer server = new TestServer();

  @Test
  void brokenStatementsAreRefusedAndNeverBreakTheSession() throws IOException {
    var random = new Random(42);
    List<String> words = words();
    for (int i = 0; i < TEXTS; i++) {
      String text = text(words, random);
      Answer answer = server.run(text);
      assertThat(answer.errors()).as(text).doesNotContain(50998);
      server.run("SET QUOTED_IDENTIFIER ON USE master IF @@TRANCOUNT > 0 ROLLBACK");
    }
    assertThat(server.value("1")).isEqualTo(1);
  }

  private static String text(List<String> words, Random random) {
    int from = random.nextInt(words.size() - 30);
    var text = new ArrayList<>(words.subList(from, from + 3 + random.nextInt(25)));
    for (int broken = random.nextInt(4); broken > 0; broken--) {
      int at = random.nextInt(text.size());
      switch (random.nextInt(3)) {
        case 0 -> text.remove(at);
        case 1 -> text.add(at, words.get(random.nextInt(words.size())));
        default -> text.set(at, words.get(random.nextInt(words.size())));
      }
      if (text.isEmpty()) {
        text.add(";");
      }
    }
    return String.join(" ", text).replaceAll("(?i)waitfor|while|xact_abort|rowcount", "print");
  }

  private List<String> words() throws IOException {
    var words = new ArrayList<String>();
    for (String name :
        new String[] {
          "01-recovery-and-backup", "02-master-key", "03-server-certificate", "05-public-key",
          "09-all-certificates", "12-create-endpoint", "15-alter-endpoint", "18-create-group",
          "19-create-distributed-group", "21-connected"
        }) {
      try (InputStream in = getClass().getResourceAsStream("seed/" + name + ".sql")) {
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        for (String word : text.replaceAll("--.*", "").split("\\s+|(?<=[(),=])|(?=[(),=])")) {
          words.add(word);
        }
      }
    }
    words.addAll(
        List.of(
            ("SELECT TOP 3 name , COUNT(*) c FROM sys.databases d LEFT JOIN sys.endpoints e ON"
                    + " e.name = d.name WHERE d.name LIKE '%x%' OR d.state IN ( 1 , NULL ) GROUP BY"
                    + " name HAVING COUNT(*) > 1 ORDER BY 2 DESC UNION ALL SELECT CASE WHEN 1 = 2"
                    + " THEN 'a' ELSE CAST ( 0x01 AS int ) END BEGIN TRY THROW 50000 , 'x' , 1 END"
                    + " TRY BEGIN CATCH END CATCH EXEC sp_executesql N'SELECT @a' , N'@a int' , 1"
                    + " DATEADD ( day , 1 , GETDATE ( ) ) - 1e308 * 1e308 / 0 % 0.5 ^ 3")
                .split(" ")));
    return words;
  }

  @Test
  void deepNestingIsAnErrorOfTheServer() {
    String deep = "SELECT " + "(".repeat(100_000) + "1" + ")".repeat(100_000);
    assertThat(server.run(deep).errors()).containsExactly(8631);
    assertThat(server.value("1")).isEqualTo(1);
  }

  @Test
  void aVariableExistsEvenWhenItsDeclareNeverRuns() {
    assertThat(server.ok("IF 1 = 0 DECLARE @x int = 1 SET @x = 5 PRINT @x").printed())
        .containsExactly("5");
  }
}
