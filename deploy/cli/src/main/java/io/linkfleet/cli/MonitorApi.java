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

  /** The links of a rollout; none while the monitor has not read of it yet. */
  List<LinkRow> rollout(String id) {
    return Http.find(at("/rollouts/" + encode(id))).map(MonitorApi::rows).orElse(List.of());
  }

  /** All links that match; the monitor gives them page by page. */
  List<LinkRow> links(String server, String status) {
    List<LinkRow> all = new ArrayList<>();
    String after = null;
    do {
      JsonNode page = Http.get(at("/links" + query(server, status, after)));
      all.addAll(rows(page));
      after = page.path("next").isTextual() ? page.path("next").textValue() : null;
    } while (after != null);
    return all;
  }

  private static String query(String server, String status, String after) {
    StringBuilder text = new StringBuilder("?limit=1000");
    Map<String, String> values = new LinkedHashMap<>();
    values.put("server", server);
    values.put("status", status);
    values.put("after", after);
    values.forEach(
        (name, value) -> {
          if (value != null) {
            text.append('&').append(name).append('=').append(encode(value));
          }
        });
    return text.toString();
  }

  JsonNode link(String id) {
    return Http.get(at("/links/" + encode(id)));
  }

  /** Asks for a pair again with another wish for its session; the answer has the generation. */
  JsonNode session(String id, JsonNode change) {
    return Http.post(
        at("/links/" + encode(id) + "/session"), "application/json", change.toString());
  }

  private static List<LinkRow> rows(JsonNode answer) {
    List<LinkRow> rows = new ArrayList<>();
    for (JsonNode link : answer.path("links")) {
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
