package io.linkfleet.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Owns the requests to the services: JSON in and out, every wait bounded, errors as sentences. */
final class Http {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private Http() {}

  static JsonNode get(URI address) {
    return send(HttpRequest.newBuilder(address).GET());
  }

  /** What is there, or nothing when the answer is that it is not. */
  static Optional<JsonNode> find(URI address) {
    try {
      return Optional.of(get(address));
    } catch (Refused refused) {
      if (refused.status == 404) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /** The service answered, and the answer is no. */
  static final class Refused extends Problem {
    private static final long serialVersionUID = 1;
    private final int status;

    Refused(int status, String sentence, List<String> details) {
      super(status / 100 == 4 ? Exit.NO : Exit.UNABLE, sentence, details);
      this.status = status;
    }
  }

  static JsonNode post(URI address, String contentType, String body) {
    return send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Any other request with a JSON body. */
  static JsonNode send(String method, URI address, String body) {
    return send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Text as it comes, line by line. */
  static void lines(URI address, Consumer<String> line) {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(LIMIT).GET().build();
    HttpResponse<Stream<String>> answer =
        answer(request, HttpResponse.BodyHandlers.ofLines());
    try (Stream<String> all = answer.body()) {
      if (answer.statusCode() / 100 != 2) {
        throw new Problem(
            Exit.UNABLE, "GET " + address + " was answered with " + answer.statusCode() + ".");
      }
      all.forEach(line);
    }
  }

  private static JsonNode send(HttpRequest.Builder builder) {
    HttpRequest request =
        builder.header("Accept", "application/json").timeout(LIMIT).build();
    String what = request.method() + " " + request.uri();
    HttpResponse<String> answer = answer(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw refused(what, answer);
    }
    try {
      return answer.body().isEmpty() ? JSON.createObjectNode() : JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new Problem(Exit.UNABLE, what + " was answered with something that is not JSON.");
    }
  }

  private static <T> HttpResponse<T> answer(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    String what = request.method() + " " + request.uri();
    try {
      return CLIENT.send(request, handler);
    } catch (ConnectException e) {
      throw new Problem(
          Exit.UNABLE,
          "Nothing answers at " + request.uri().resolve("/") + ".",
          List.of("./linkfleet up       starts a stack on this machine",
              "./linkfleet status   shows what runs"));
    } catch (HttpTimeoutException e) {
      throw new Problem(Exit.UNABLE, what + " got no answer within " + LIMIT.toSeconds() + " s.");
    } catch (IOException e) {
      throw new Problem(Exit.UNABLE, what + " failed: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(Exit.UNABLE, what + " was interrupted.");
    }
  }

  /** A refusal as the service explains it, each error with its path. */
  private static Refused refused(String what, HttpResponse<String> answer) {
    List<String> details = new ArrayList<>();
    String title = "";
    try {
      JsonNode problem = JSON.readTree(answer.body());
      title = problem.path("title").asText("");
      // The services speak of a detail, the simulator of an error.
      String detail = problem.path("detail").asText(problem.path("error").asText(""));
      if (!detail.isEmpty()) {
        details.add(Text.printable(detail));
      }
      for (JsonNode error : problem.path("errors")) {
        details.add(error(error));
      }
    } catch (JsonProcessingException e) {
      answer.body().lines().limit(5).map(Text::printable).forEach(details::add);
    }
    return new Refused(
        answer.statusCode(),
        what
            + " was answered with "
            + answer.statusCode()
            + (title.isEmpty() ? "." : ": " + Text.printable(title)),
        details);
  }

  private static String error(JsonNode error) {
    String path = error.path("path").asText("");
    String problem = error.path("problem").asText("");
    String action = error.path("action").asText("");
    String text = (path.isEmpty() ? "the file" : path) + ": " + problem;
    return Text.printable(action.isEmpty() ? text : text + ". " + action);
  }
}
