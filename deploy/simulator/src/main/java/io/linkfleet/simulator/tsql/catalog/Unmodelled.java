package io.linkfleet.simulator.tsql.catalog;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of views, tables, procedures and functions that a server has and the simulator has not:
 * they are answered with "Not simulated" rather than as if nobody had ever heard of them. The
 * common ones from the documentation; a DMV counts by its prefix.
 */
public final class Unmodelled {
  private static final Set<String> VIEWS =
      names(
          """
          allocation_units all_columns all_parameters all_sql_modules all_views assemblies
          asymmetric_keys availability_groups_cluster backup_devices column_encryption_keys columns
          computed_columns crypt_properties
          cryptographic_providers data_spaces database_audit_specifications
          database_automatic_tuning_options database_credentials database_filestream_options
          database_permissions database_query_store_options database_role_members
          database_scoped_configurations database_scoped_credentials default_constraints
          destination_data_spaces endpoint_webmethods event_notifications events
          extended_procedures extended_properties external_data_sources foreign_keys
          fulltext_catalogs fulltext_indexes hash_indexes http_endpoints identity_columns
          index_columns indexes internal_tables key_constraints key_encryptions linked_logins
          login_token master_key_passwords openkeys parameters partitions
          partition_functions partition_schemes plan_guides query_store_query
          query_store_plan query_store_runtime_stats query_store_query_text
          remote_logins remote_service_bindings resource_governor_configuration routes schemas
          securable_classes sequences server_assembly_modules server_audits
          server_audit_specifications server_event_sessions server_file_audits
          server_memory_optimized_hybrid_buffer_pool_configuration server_resource_stats
          server_sql_modules server_trigger_events server_triggers servers service_broker_endpoints
          service_queues services soap_endpoints spatial_indexes sql_dependencies
          sql_expression_dependencies sql_modules stats stats_columns synonyms
          sysaltfiles syscolumns sysconfigures syscurconfigs sysdevices sysfiles
          sysindexes syslockinfo syslogins sysmessages sysobjects sysoledbusers sysperfinfo
          sysprocesses sysremotelogins sysservers systypes sysusers system_columns
          system_components_surface_area_configuration system_parameters system_sql_modules
          system_views table_types time_zone_info trace_events traces transmission_queue
          trigger_events triggers trusted_assemblies types user_token via_endpoints views
          change_tracking_databases change_tracking_tables column_type_usages
          external_file_formats external_tables fulltext_index_columns masked_columns
          message_type_xml_schema_collection_usages numbered_procedures
          parameter_type_usages security_policies security_predicates
          sensitivity_classifications service_contracts service_message_types
          spatial_reference_systems xml_schema_collections
          xml_indexes database_connection_stats resource_stats event_log
          """);
  private static final Set<String> MSDB =
      names(
          """
          autoadmin_managed_databases sysdownloadlist sysmail_account sysmail_event_log
          sysmail_faileditems sysmail_mailitems sysmail_sentitems sysmail_server sysnotifications
          syspolicy_conditions syspolicy_configuration syspolicy_policy_execution_history
          systargetservers backupfile backupfilegroup backupmediaset log_shipping_monitor_primary
          log_shipping_monitor_secondary log_shipping_primary_databases
          log_shipping_secondary_databases logmarkhistory msdb_version restorefile restorefilegroup
          suspect_pages sysalerts syscategories sysdbmaintplans
          sysjobschedules sysjobservers sysmail_allitems
          sysmail_profile sysmaintplan_log sysmaintplan_plans sysoperators syspolicy_policies
          sysproxies sysschedules syssessions dbm_monitor_data
          """);
  private static final Set<String> MASTER = names("spt_values spt_monitor spt_fallback_db");
  private static final Set<String> FUNCTIONS =
      names(
          """
          acos app_lock_mode approx_count_distinct asin assemblyproperty asymkey_id asymkeyproperty
          atan atn2 binary_checksum bit_count certprivatekey checksum checksum_agg choose col_length
          col_name columnproperty columns_updated compress concat_ws connectionproperty
          context_info cos cot cume_dist current_date current_request_id current_timezone
          current_timezone_id current_transaction_id cursor_status database_principal_id
          databaseproperty date_bucket datetime2fromparts datetimefromparts
          datetimeoffsetfromparts datetrunc decompress decryptbycert decryptbykey degrees
          difference encryptbycert encryptbykey eventdata exp filegroup_id filegroup_name
          filegroupproperty file_id file_idex file_name fileproperty filepropertyex first_value
          format formatmessage fulltextcatalogproperty generate_series
          get_filestream_transaction_context getansinull greatest grouping grouping_id has_dbaccess
          host_id ident_current ident_incr ident_seed index_col indexkey_property indexproperty
          is_objectsigned is_rolemember isjson json_array json_modify json_object json_query
          json_value key_guid key_id key_name lag last_value lead least log log10 loginproperty
          min_active_rowversion newsequentialid ntile object_definition object_schema_name
          objectproperty objectpropertyex openquery openrowset original_db_name parse
          percent_rank percentile_cont percentile_disc permissions pi publishingservername
          pwdcompare pwdencrypt radians rand rowcount_big scope_identity
          session_context session_id sessionproperty signbyasymkey signbycert
          sin smalldatetimefromparts soundex square stats_date stdev stdevp str
          string_escape string_split suser_id switchoffset symkeyproperty tan textptr textvalid
          timefromparts todatetimeoffset translate try_parse type_id type_name typeproperty update
          user_id var varp verifysignedbycert
          """);
  private static final Set<String> PROCEDURES =
      names(
          """
          sp_add_jobschedule sp_add_operator
          sp_addlinkedserver
          sp_addlinkedsrvlogin sp_addlogin sp_addmessage sp_addrolemember sp_addserver
          sp_addsrvrolemember sp_addumpdevice sp_adduser sp_altermessage sp_attach_db
          sp_changedbowner sp_columns sp_cursor sp_cursorclose sp_cursorexecute sp_cursorfetch
          sp_cursoropen sp_cursorprepare sp_cycle_errorlog sp_databases sp_dbcmptlevel
          sp_dbmmonitoraddmonitoring sp_dbmmonitorchangealert sp_dbmmonitorchangemonitoring
          sp_dbmmonitordropmonitoring sp_dbmmonitorhelpalert sp_dbmmonitorhelpmonitoring
          sp_dbmmonitorresults sp_dbmmonitorupdate sp_defaultdb sp_delete_backuphistory
          sp_delete_database_backuphistory sp_describe_first_result_set
          sp_describe_undeclared_parameters sp_detach_db sp_dropdevice sp_droplinkedsrvlogin
          sp_droplogin sp_dropmessage sp_droprolemember sp_dropserver sp_dropsrvrolemember
          sp_dropuser sp_estimate_data_compression_savings sp_fkeys
          sp_get_query_template sp_getbindtoken sp_grantdbaccess sp_grantlogin sp_help sp_help_job
          sp_help_jobactivity sp_help_jobhistory sp_help_jobschedule sp_help_jobstep
          sp_helpdb sp_helpdbfixedrole sp_helpdevice sp_helpfile sp_helpfilegroup
          sp_helpindex sp_helplanguage sp_helplinkedsrvlogin sp_helplogins sp_helprole
          sp_helprolemember sp_helprotect sp_helpserver sp_helpsort sp_helpsrvrole
          sp_helpsrvrolemember sp_helptext sp_helpuser sp_invalidate_textptr sp_linkedservers
          sp_lock sp_monitor sp_msforeachdb sp_msforeachtable sp_multidb_milink sp_password
          sp_pkeys sp_procoption sp_purge_jobhistory sp_recompile sp_refreshview sp_rename
          sp_renamedb sp_resetstatus sp_revokelogin sp_send_dbmail sp_server_diagnostics
          sp_server_info sp_serveroption sp_set_session_context sp_setapprole sp_spaceused
          sp_special_columns sp_statistics sp_stop_job sp_stored_procedures
          sp_table_privileges sp_tables sp_testlinkedserver sp_unsetapprole
          sp_updatestats sp_validatelogins sp_validname sp_verify_job sp_who sp_who2
          xp_cmdshell xp_create_subdir xp_delete_file xp_dirtree xp_enumerrorlogs xp_enumgroups
          xp_fixeddrives xp_grantlogin xp_instance_regread xp_instance_regwrite xp_logevent
          xp_loginconfig xp_logininfo xp_msver xp_regread xp_regwrite xp_revokelogin
          xp_servicecontrol
          xp_sprintf xp_sqlmaint xp_sscanf xp_subdirs
          """);

  private static final Set<String> GLOBALS =
      names(
          """
          @@connections @@cpu_busy @@cursor_rows @@dbts @@fetch_status @@identity @@idle @@io_busy
          @@max_connections @@pack_received @@pack_sent @@packet_errors @@procid @@remserver
          @@timeticks @@total_errors @@total_read @@total_write
          """);

  private Unmodelled() {}

  private static Set<String> names(String text) {
    var names = new TreeSet<String>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(Arrays.asList(text.trim().split("\\s+")));
    return names;
  }

  /** Whether a server has a view or table of this name, in this database. */
  static boolean view(String database, String schema, String name) {
    return switch (schema.toLowerCase(Locale.ROOT)) {
      case "sys" -> VIEWS.contains(name) || name.toLowerCase(Locale.ROOT).startsWith("dm_");
      case "information_schema" -> true;
      case "dbo" ->
          database.equalsIgnoreCase("msdb") && MSDB.contains(name)
              || database.equalsIgnoreCase("master") && MASTER.contains(name)
              || VIEWS.contains(name) && name.toLowerCase(Locale.ROOT).startsWith("sys");
      default -> false;
    };
  }

  /** Whether some server has a built-in function of this name. */
  public static boolean function(String name) {
    return FUNCTIONS.contains(name);
  }

  /** Whether a server has a global variable of this name. */
  public static boolean global(String name) {
    return GLOBALS.contains(name);
  }

  /** Whether a server has a system procedure of this name. */
  public static boolean procedure(List<String> parts) {
    return PROCEDURES.contains(parts.get(parts.size() - 1));
  }
}
