package io.linkfleet.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.linkfleet.simulator.azure.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Owns an Azure role as JSON, with the fields of a role definition. */
final class RoleJson {
  private static final Set<String> FIELDS = Set.of("actions", "notActions");

  private RoleJson() {}

  static Roles.Role read(JsonNode wanted) {
    JsonFields in = JsonFields.of(wanted, FIELDS);
    if (!in.has("actions")) {
      throw new ControlServer.Invalid("actions: is missing, for example [\"*/read\"]");
    }
    return new Roles.Role(list(in, "actions"), list(in, "notActions"));
  }

  private static List<String> list(JsonFields in, String name) {
    List<String> all = new ArrayList<>();
    for (JsonNode one : in.in().path(name)) {
      all.add(one.asText());
    }
    return all;
  }
}
