package io.linkfleet.azurelink;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.linkfleet.azure.Azure;
import io.linkfleet.event.EventCodec;
import io.linkfleet.event.LinkEvent.DagCreated;
import io.linkfleet.plan.Action;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Every request with which azure-link-service changes something. */
final class LinkArm {
  private LinkArm() {}

  /**
   * PUT of a link.
   *
   * @param at the instance that shall join
   * @param link what the link shall be
   */
  record Create(Azure.Instance at, Azure.NewLink link) implements Action {
    @Override
    public String shown() {
      ObjectNode body = EventCodec.json().createObjectNode();
      body.putObject("properties")
          .put("targetDatabase", link.database())
          .put("sourceEndpoint", link.sourceEndpoint())
          .put("primaryAvailabilityGroupName", link.primaryGroup())
          .put("secondaryAvailabilityGroupName", link.secondaryGroup());
      return "PUT " + id(at.subscription(), at.resourceGroup(), at.name(), link.name())
          + "\n" + body.toPrettyString();
    }
  }

  /** Article "Replicate a database with the link", section on creating the link. */
  static Create create(Azure.Instance at, DagCreated wanted) {
    return new Create(
        at,
        new Azure.NewLink(
            wanted.groups().distributedAvailabilityGroup(),
            wanted.link().database(),
            wanted.endpoint().address(),
            wanted.groups().availabilityGroup(),
            at.name()));
  }

  /** The resource id that the link of an event has or will have. */
  static String id(DagCreated wanted) {
    var instance = wanted.link().instance();
    return id(
        instance.subscription(),
        wanted.trust().resourceGroup(),
        instance.name(),
        wanted.groups().distributedAvailabilityGroup());
  }

  private static String id(String subscription, String group, String instance, String link) {
    return "/subscriptions/%s/resourceGroups/%s/providers/Microsoft.Sql/managedInstances/%s%s%s"
        .formatted(
            subscription, group, instance, "/distributedAvailabilityGroups/", segment(link));
  }

  private static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The command of the article's tools that removes a failed link. */
  static String remove(Azure.Instance at, String link) {
    return "Remove-AzSqlInstanceLink -ResourceGroupName %s -InstanceName %s -Name %s"
        .formatted(quoted(at.resourceGroup()), quoted(at.name()), quoted(link));
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
