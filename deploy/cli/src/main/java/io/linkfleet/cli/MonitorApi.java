package io.linkfleet.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Owns the requests to the monitor's API. */
final class MonitorApi {
  private final URI address;

  MonitorApi(URI address) {
    this.address = address;
  }

  URI address() {
    return address;
  }

  /** Asks for a fleet; the answer names the rollout and its links. */
  JsonNode request(String fleetYaml) {
    return Http.post(at("/rollouts"), "application/yaml", fleetYaml);
  }

  /** What would be asked for: the first event of every link. */
  JsonNode dryRun(String fleetYaml) {
    return Http.post(at("/rollouts?dryRun=true"), "application/yaml", fleetYaml);
  }

  /** The links of a rollout, in a stable order. */
  List<LinkRow> rollout(String id) {
    return rows(Http.get(at("/rollouts/" + encode(id))));
  }

  List<LinkRow> links(String server, String status) {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("server", server);
    query.put("status", status);
    StringBuilder text = new StringBuilder();
    query.forEach(
        (name, value) -> {
          if (value != null) {
            text.append(text.isEmpty() ? '?' : '&').append(name).append('=').append(encode(value));
          }
        });
    return rows(Http.get(at("/links" + text)));
  }

  JsonNode link(String id) {
    return Http.get(at("/links/" + encode(id)));
  }

  private static List<LinkRow> rows(JsonNode answer) {
    List<LinkRow> rows = new ArrayList<>();
    for (JsonNode link : answer.isArray() ? answer : answer.path("links")) {
      rows.add(LinkRow.of(link));
    }
    return rows;
  }

  private URI at(String path) {
    return URI.create(address + path);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
