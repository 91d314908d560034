package io.linkfleet.simulator.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Azure Resource Manager and one managed instance in it.
 *
 * @param endpoint without a slash at its end
 * @param token of a principal that may read the instance
 */
record AzureSubject(
    String name,
    HttpClient http,
    String endpoint,
    String token,
    String subscription,
    String resourceGroup,
    String instance)
    implements Subject {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What came back: status, code of the error (empty when there is none) and body. */
  record Answer(int status, String code, JsonNode body) {}

  String subscriptionPath() {
    return "/subscriptions/" + subscription;
  }

  String instancePath() {
    return subscriptionPath()
        + "/resourceGroups/"
        + resourceGroup
        + "/providers/Microsoft.Sql/managedInstances/"
        + instance;
  }

  /** A request about something of the instance, in the old shape. */
  Answer ask(String method, String child, String body) throws IOException, InterruptedException {
    return send(method, instancePath() + child + "?api-version=2021-11-01", body, token);
  }

  Answer send(String method, String path, String body, String bearer)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(endpoint + path))
            .header("Content-Type", "application/json")
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    var answer = http.send(request.build(), BodyHandlers.ofString());
    JsonNode json =
        answer.body().isBlank() ? MissingNode.getInstance() : JSON.readTree(answer.body());
    return new Answer(answer.statusCode(), json.at("/error/code").asText(), json);
  }

  @Override
  public String toString() {
    return name;
  }
}
