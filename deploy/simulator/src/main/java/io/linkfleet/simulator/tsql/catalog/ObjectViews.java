package io.linkfleet.simulator.tsql.catalog;

import static io.linkfleet.simulator.tsql.catalog.SystemView.row;
import static io.linkfleet.simulator.tsql.catalog.SystemView.view;

import io.linkfleet.simulator.engine.UserProcedure;
import io.linkfleet.simulator.tsql.AgentMessage;
import io.linkfleet.simulator.tsql.DistributedMessage;
import io.linkfleet.simulator.tsql.GroupMessage;
import io.linkfleet.simulator.tsql.Message;
import io.linkfleet.simulator.tsql.MessageTemplate;
import io.linkfleet.simulator.tsql.MirroringMessage;
import io.linkfleet.simulator.tsql.ObjectMessage;
import io.linkfleet.simulator.tsql.RestoreMessage;
import io.linkfleet.simulator.tsql.TableMessage;
import io.linkfleet.simulator.tsql.state.Access;
import io.linkfleet.simulator.tsql.state.Databases;
import io.linkfleet.simulator.tsql.state.SessionState;
import io.linkfleet.simulator.tsql.state.UserTables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The views on objects: they list the procedures and views that the simulator really has. */
public final class ObjectViews {
  private static final String COLUMNS =
      """
      name sysname, object_id int, principal_id int, schema_id int, parent_object_id int,
      type char(2), type_desc nvarchar(60), create_date datetime, modify_date datetime,
      is_ms_shipped bit, is_published bit, is_schema_published bit
      """;

  static final List<SystemView> VIEWS =
      List.of(
          view("sys.system_objects", COLUMNS, session -> rows(session)),
          view("sys.all_objects", COLUMNS, session -> rows(session)),
          view("sys.objects", COLUMNS, session -> objectRows(session)),
          view(
              "sys.procedures",
              COLUMNS
                  + """
                  , is_auto_executed bit, is_execution_replicated bit,
                  is_repl_serializable_only bit, skips_repl_constraints bit
                  """,
              session -> procedureRows(session)),
          view(
              "sys.tables",
              COLUMNS
                  + """
                  , lob_data_space_id int, filestream_data_space_id int, max_column_id_used int,
                  lock_on_bulk_load bit, uses_ansi_nulls bit, is_replicated bit,
                  has_replication_filter bit, is_merge_published bit,
                  is_sync_tran_subscribed bit, has_unchecked_assembly_data bit,
                  text_in_row_limit int, large_value_types_out_of_row bit, is_tracked_by_cdc bit,
                  lock_escalation tinyint, lock_escalation_desc nvarchar(60), is_filetable bit,
                  durability tinyint, durability_desc nvarchar(60), is_memory_optimized bit,
                  temporal_type tinyint, temporal_type_desc nvarchar(60), history_table_id int,
                  is_remote_data_archive_enabled bit, is_external bit, is_node bit @14,
                  is_edge bit @14
                  """,
              TableViews::tables),
          view(
              "sys.messages",
              """
              message_id int, language_id smallint, severity tinyint, is_event_logged bit,
              text nvarchar(2048)
              """,
              session -> messages()));

  private static final Instant SHIPPED = Instant.parse("2022-10-08T06:31:00Z");

  private ObjectViews() {}

  /** Procedures that every server has, and those that came with a build. */
  public static List<String> procedures(SessionState session) {
    var names = new ArrayList<>(List.of("sp_executesql", "sp_get_endpoint_certificate",
        "sp_getapplock", "sp_releaseapplock", "sp_configure", "sp_readerrorlog",
        "xp_readerrorlog", "xp_fileexist"));
    if (session.server.description.azureConnect()) {
      names.add("sp_certificate_add_issuer");
    }
    // Only this build is documented; when older versions got it, if they did, is not known.
    boolean validates = session.server.description.isAtLeast(16, 0, 4045, 3);
    if (validates && !session.server.isManagedInstance()) {
      names.add("sp_validate_certificate_ca_chain");
    }
    return names;
  }

  private static Map<String, String> objects(SessionState session) {
    Map<String, String> objects = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    procedures(session)
        .forEach(name -> objects.put(name, name.startsWith("xp_") ? "X " : "P "));
    for (SystemView view : Catalog.views().values()) {
      if (view.name().startsWith("sys.") && Catalog.isOn(session.server, view)) {
        objects.put(view.name().substring(4), "V ");
      }
    }
    return objects;
  }

  /** System objects have negative ids; these numbers are this simulator's own. */
  private static int id(String name) {
    return -1 - (name.toLowerCase(Locale.ROOT).hashCode() & 0x3fffffff);
  }

  private static List<Object[]> rows(SessionState session) {
    var rows = new ArrayList<Object[]>();
    var shipped = Moments.datetime(SHIPPED);
    objects(session)
        .forEach(
            (name, type) -> {
              rows.add(
                  row(
                      name, id(name), null, 4, 0, type,
                      described(type), shipped, shipped, true, false,
                      false));
            });
    return rows;
  }

  private static List<Object[]> made(SessionState session) {
    var rows = new ArrayList<Object[]>();
    if (Access.seesDefinitions(session.login)) {
      for (UserProcedure p : session.server.keys(session.database).procedures().values()) {
        rows.add(
            row(
                p.name(), p.id(), null, 1, 0, "P ", described("P "), Moments.datetime(p.created()),
                Moments.datetime(p.modified()), false, false, false));
      }
    }
    return rows;
  }

  private static List<Object[]> objectRows(SessionState session) {
    var rows = made(session);
    rows.addAll(TableViews.objects(session));
    return rows;
  }

  private static List<Object[]> procedureRows(SessionState session) {
    var rows = new ArrayList<Object[]>();
    for (Object[] object : made(session)) {
      Object[] row = Arrays.copyOf(object, object.length + 4);
      Arrays.fill(row, object.length, row.length, false);
      rows.add(row);
    }
    return rows;
  }

  private static String described(String type) {
    return switch (type) {
      case "P " -> "SQL_STORED_PROCEDURE";
      case "X " -> "EXTENDED_STORED_PROCEDURE";
      default -> "VIEW";
    };
  }

  /**
   * OBJECT_ID of a name with or without database and schema.
   *
   * @param type P, U and so on; null for any
   */
  public static Integer objectId(SessionState session, String name, String type) {
    String[] parts = name.replace("[", "").replace("]", "").split("\\.");
    String last = parts[parts.length - 1];
    String schema = parts.length < 2 ? "" : parts[parts.length - 2];
    String database = parts.length < 3 || parts[0].isEmpty() ? session.database : parts[0];
    UserTables.Place table = UserTables.find(List.of(database, schema, last), session);
    if (table != null && table.table() != null && isOf(type, "U")) {
      return table.table().id();
    }
    UserProcedure made =
        Databases.find(session.server, database).isEmpty()
            ? null
            : session.server.keys(database).procedures().get(last);
    boolean dbo = schema.isEmpty() || schema.equalsIgnoreCase("dbo");
    if (made != null && dbo && isOf(type, "P")) {
      return made.id();
    }
    boolean sys = schema.isEmpty() || schema.equalsIgnoreCase("sys");
    String kind = sys ? objects(session).get(last) : null;
    return kind != null && isOf(type, kind.trim()) ? Integer.valueOf(id(last)) : null;
  }

  private static boolean isOf(String wanted, String type) {
    return wanted == null || wanted.trim().equalsIgnoreCase(type);
  }

  public static String objectName(SessionState session, int id) {
    for (Object[] row : objectRows(session)) {
      if (row[1].equals(id)) {
        return (String) row[0];
      }
    }
    return objects(session).keySet().stream().filter(n -> id(n) == id).findFirst().orElse(null);
  }

  /** The messages that this simulator can give. */
  private static List<Object[]> messages() {
    var rows = new ArrayList<Object[]>();
    Set<Integer> seen = new HashSet<>();
    Stream.<MessageTemplate[]>of(
            Message.values(), ObjectMessage.values(), MirroringMessage.values(),
            RestoreMessage.values(), GroupMessage.values(), DistributedMessage.values(),
            AgentMessage.values(), TableMessage.values())
        .flatMap(Arrays::stream)
        .filter(m -> seen.add(m.number()))
        .forEach(m -> rows.add(row(m.number(), 1033, shown(m), false, m.template())));
    return rows;
  }

  /** What travels with class 0 stands in the list with severity 10. */
  private static int shown(MessageTemplate message) {
    return message.severity() == 0 ? 10 : message.severity();
  }
}
