package io.linkfleet.simulator.azure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/**
 * Owns one answer and the forms that Azure gives to errors.
 *
 * @param body JSON, or null for none
 * @param outcome what the record says: OK, or status and code
 */
record ArmReply(int status, JsonNode body, Map<String, String> headers, String outcome) {

  static ArmReply ok(JsonNode body) {
    return new ArmReply(200, body, Map.of(), "OK");
  }

  static ArmReply noContent() {
    return new ArmReply(204, null, Map.of(), "OK");
  }

  static ArmReply error(int status, String code, String message) {
    ObjectNode body = Json.object();
    body.putObject("error").put("code", code).put("message", message);
    return new ArmReply(status, body, Map.of(), status + " " + code);
  }

  ArmReply with(String header, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(header, value);
    return new ArmReply(status, body, more, outcome);
  }

  /** A child resource of an instance that does not exist; text as the PowerShell tests show it. */
  static ArmReply childNotFound(String type, String name) {
    return error(
        404,
        "ResourceNotFound",
        ("The requested resource of type 'Microsoft.Sql/managedInstances/%s' "
                + "with name '%s' was not found.")
            .formatted(type, name));
  }

  /** A verb that real Azure may know and this simulator does not: never a silent success. */
  static ArmReply notSimulated(ArmRequest request) {
    return error(
        501,
        "NotSimulated",
        request.method() + " /" + String.join("/", request.path()) + " is not simulated.");
  }
}
