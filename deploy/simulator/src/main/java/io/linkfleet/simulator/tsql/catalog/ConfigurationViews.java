package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.Configuration;
import io.linkfleet.simulator.tsql.state.SessionState;
import java.util.ArrayList;
import java.util.List;

/** sys.configurations. */
final class ConfigurationViews {
  static final List<SystemView> VIEWS =
      List.of(
          view(
              "sys.configurations",
              """
              configuration_id int, name nvarchar(35), value sql_variant, minimum sql_variant,
              maximum sql_variant, value_in_use sql_variant, description nvarchar(255),
              is_dynamic bit, is_advanced bit
              """,
              ConfigurationViews::rows));

  private ConfigurationViews() {}

  private static List<Object[]> rows(SessionState session) {
    var rows = new ArrayList<Object[]>();
    Configuration now = session.server.configuration;
    for (Configuration.Option option : Configuration.options()) {
      rows.add(
          row(
              option.id(), option.name(), now.configured(option), option.least(), option.most(),
              now.inUse(option), option.description(), option.dynamic(), option.advanced()));
    }
    return rows;
  }
}
