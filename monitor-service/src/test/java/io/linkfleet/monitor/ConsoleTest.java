package io.linkfleet.monitor;

import static io.restassured.RestAssured.when;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.linkfleet.testing.KafkaResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console comes from the service itself, whole, and may run nothing else. */
@QuarkusTest
@QuarkusTestResource(KafkaResource.class)
class ConsoleTest {
  private static final Path FILES = Path.of("src/main/resources/META-INF/resources");

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/console/main.js", "/console/console.css", "/rollouts", "/links/nobody"})
  void everyAnswerForbidsWhatIsNotOfTheService(String path) {
    when()
        .get(path)
        .then()
        .header(
            "Content-Security-Policy",
            allOf(
                startsWith("default-src 'none'; script-src 'self'; style-src 'self';"),
                containsString("frame-ancestors 'none'"),
                not(containsString("unsafe"))))
        .header("X-Content-Type-Options", equalTo("nosniff"))
        .header("Referrer-Policy", equalTo("no-referrer"))
        .header("Cache-Control", equalTo("no-cache"));
  }

  @Test
  void everyFileOfThePageIsServedAsWhatItIs() throws IOException {
    when().get("/").then().statusCode(200).contentType("text/html")
        .body(containsString("console/main.js"));
    try (Stream<Path> files = Files.list(FILES.resolve("console"))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        String type =
            name.endsWith(".js") ? "text/javascript" : name.endsWith(".css") ? "text/css"
                : "image/png";
        when().get("/console/" + name).then().statusCode(200).contentType(startsWith(type));
      }
    }
  }

  @Test
  void noFileHasCodeInTheMarkupOrMakesMarkupOfTextOrLeavesTheService() throws IOException {
    Pattern inline = Pattern.compile("<script(?![^>]*\\ssrc=)|\\son\\w+=|\\sstyle=|javascript:");
    List<String> makers = List.of("innerHTML =", "outerHTML", "insertAdjacentHTML", "eval(");
    try (Stream<Path> files = Files.walk(FILES)) {
      for (Path file : files.filter(path -> path.toString().matches(".*\\.(html|js|css)"))
          .toList()) {
        String text = Files.readString(file);
        assertThat(text).as(file.toString()).doesNotContain("//cdn", "http://", "https://");
        assertThat(makers).as(file.toString()).noneMatch(text::contains);
        if (file.toString().endsWith(".html")) {
          assertThat(inline.matcher(text).find()).as(file.toString()).isFalse();
        }
      }
    }
  }

  @Test
  void theBrokerIsHeard() {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              String broker = "checks.find { it.name == 'the broker answers' }.";
              when().get("/q/health").then()
                  .body(broker + "status", equalTo("UP"))
                  .body(broker + "data.heardAt", notNullValue());
              when().get("/q/health/ready").then().body(broker + "status", equalTo(null));
            });
  }
}
