package io.linkfleet.simulator.tsql;

import static org.assertj.core.api.Assertions.assertThat;

import io.linkfleet.simulator.tsql.catalog.Catalog;
import io.linkfleet.simulator.tsql.type.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The columns of the views on keys, endpoints, groups, seeding, mirroring and backups, written down
 * a second time from the documentation: name, type and order.
 */
class DocumentedColumnsTest {
  private static final String ENDPOINT =
      "name sysname, endpoint_id int, principal_id int, protocol tinyint, protocol_desc nvarchar,"
          + " type tinyint, type_desc nvarchar, state tinyint, state_desc nvarchar,"
          + " is_admin_endpoint bit";

  /** All columns of a view, unless it is one of {@link #SELECTED}. */
  private static final Map<String, String> DOCUMENTED = documented(
      """
      sys.certificates:
        name sysname, certificate_id int, principal_id int, pvt_key_encryption_type char,
        pvt_key_encryption_type_desc nvarchar, is_active_for_begin_dialog bit, issuer_name nvarchar,
        cert_serial_number nvarchar, sid varbinary, string_sid nvarchar, subject nvarchar,
        expiry_date datetime, start_date datetime, thumbprint varbinary, attested_by nvarchar,
        pvt_key_last_backup_date datetime

      sys.symmetric_keys:
        name sysname, principal_id int, symmetric_key_id int, key_length int, key_algorithm char,
        algorithm_desc nvarchar, create_date datetime, modify_date datetime,
        key_guid uniqueidentifier, key_thumbprint sql_variant, provider_type nvarchar,
        cryptographic_provider_guid uniqueidentifier, cryptographic_provider_algid sql_variant

      sys.endpoints:
        {endpoint}

      sys.database_mirroring_endpoints:
        {endpoint}, role tinyint, role_desc nvarchar, is_encryption_enabled bit,
        connection_auth tinyint, connection_auth_desc nvarchar, certificate_id int,
        encryption_algorithm tinyint, encryption_algorithm_desc nvarchar

      sys.tcp_endpoints:
        {endpoint}, port int, is_dynamic_port bit, ip_address nvarchar

      sys.databases:
        name sysname, database_id int, source_database_id int, owner_sid varbinary,
        create_date datetime, compatibility_level tinyint, collation_name sysname,
        user_access tinyint, user_access_desc nvarchar, is_read_only bit, is_auto_close_on bit,
        is_auto_shrink_on bit, state tinyint, state_desc nvarchar, is_in_standby bit,
        is_cleanly_shutdown bit, is_supplemental_logging_enabled bit,
        snapshot_isolation_state tinyint, snapshot_isolation_state_desc nvarchar,
        is_read_committed_snapshot_on bit, recovery_model tinyint, recovery_model_desc nvarchar,
        page_verify_option tinyint, page_verify_option_desc nvarchar, is_auto_create_stats_on bit,
        is_auto_create_stats_incremental_on bit, is_auto_update_stats_on bit,
        is_auto_update_stats_async_on bit, is_ansi_null_default_on bit, is_ansi_nulls_on bit,
        is_ansi_padding_on bit, is_ansi_warnings_on bit, is_arithabort_on bit,
        is_concat_null_yields_null_on bit, is_numeric_roundabort_on bit,
        is_quoted_identifier_on bit, is_recursive_triggers_on bit,
        is_cursor_close_on_commit_on bit, is_local_cursor_default bit, is_fulltext_enabled bit,
        is_trustworthy_on bit, is_db_chaining_on bit, is_parameterization_forced bit,
        is_master_key_encrypted_by_server bit, is_query_store_on bit, is_published bit,
        is_subscribed bit, is_merge_published bit, is_distributor bit, is_sync_with_backup bit,
        service_broker_guid uniqueidentifier, is_broker_enabled bit, log_reuse_wait tinyint,
        log_reuse_wait_desc nvarchar, is_date_correlation_on bit, is_cdc_enabled bit,
        is_encrypted bit, is_honor_broker_priority_on bit, replica_id uniqueidentifier,
        group_database_id uniqueidentifier, resource_pool_id int, default_language_lcid smallint,
        default_language_name nvarchar, default_fulltext_language_lcid int,
        default_fulltext_language_name nvarchar, is_nested_triggers_on bit,
        is_transform_noise_words_on bit, two_digit_year_cutoff smallint, containment tinyint,
        containment_desc nvarchar, target_recovery_time_in_seconds int, delayed_durability int,
        delayed_durability_desc nvarchar, is_memory_optimized_elevate_to_snapshot_on bit,
        is_remote_data_archive_enabled bit, is_mixed_page_allocation_on bit,
        is_temporal_history_retention_enabled bit, physical_database_name nvarchar,
        is_accelerated_database_recovery_on bit, is_memory_optimized_enabled bit, is_ledger_on bit,
        is_change_feed_enabled bit, is_data_lake_replication_enabled bit,
        is_event_stream_enabled bit, is_optimized_locking_on bit

      sys.database_files:
        file_id int, file_guid uniqueidentifier, type tinyint, type_desc nvarchar,
        data_space_id int, name sysname, physical_name nvarchar, state tinyint,
        state_desc nvarchar, size int, max_size int, growth int, is_media_read_only bit,
        is_read_only bit, is_sparse bit, is_percent_growth bit, is_name_reserved bit,
        create_lsn numeric, drop_lsn numeric, read_only_lsn numeric, read_write_lsn numeric,
        differential_base_lsn numeric, differential_base_guid uniqueidentifier,
        differential_base_time datetime, redo_start_lsn numeric,
        redo_start_fork_guid uniqueidentifier, redo_target_lsn numeric,
        redo_target_fork_guid uniqueidentifier, backup_lsn numeric

      sys.dm_tcp_listener_states:
        listener_id int, ip_address nvarchar, is_ipv4 bit, port int, type tinyint,
        type_desc nvarchar, state tinyint, state_desc nvarchar, start_time datetime

      msdb.dbo.sysjobhistory:
        instance_id int, job_id uniqueidentifier, step_id int, step_name sysname,
        sql_message_id int, sql_severity int, message nvarchar, run_status int, run_date int,
        run_time int, run_duration int, operator_id_emailed int, operator_id_netsent int,
        operator_id_paged int, retries_attempted int, server sysname

      sys.availability_groups:
        group_id uniqueidentifier, name sysname, resource_id nvarchar, resource_group_id nvarchar,
        failure_condition_level int, health_check_timeout int,
        automated_backup_preference tinyint, automated_backup_preference_desc nvarchar,
        version smallint, basic_features bit, dtc_support bit, db_failover bit, is_distributed bit,
        cluster_type tinyint, cluster_type_desc nvarchar,
        required_synchronized_secondaries_to_commit int, sequence_number bigint, is_contained bit

      sys.availability_replicas:
        replica_id uniqueidentifier, group_id uniqueidentifier, replica_metadata_id int,
        replica_server_name nvarchar, owner_sid varbinary, endpoint_url nvarchar,
        availability_mode tinyint, availability_mode_desc nvarchar, failover_mode tinyint,
        failover_mode_desc nvarchar, session_timeout int, primary_role_allow_connections tinyint,
        primary_role_allow_connections_desc nvarchar, secondary_role_allow_connections tinyint,
        secondary_role_allow_connections_desc nvarchar, create_date datetime, modify_date datetime,
        backup_priority int, read_only_routing_url nvarchar, seeding_mode tinyint,
        seeding_mode_desc nvarchar, read_write_routing_url nvarchar

      sys.dm_hadr_availability_replica_states:
        replica_id uniqueidentifier, group_id uniqueidentifier, is_local bit, role tinyint,
        role_desc nvarchar, operational_state tinyint, operational_state_desc nvarchar,
        recovery_health tinyint, recovery_health_desc nvarchar, synchronization_health tinyint,
        synchronization_health_desc nvarchar, connected_state tinyint,
        connected_state_desc nvarchar, last_connect_error_number int,
        last_connect_error_description nvarchar, last_connect_error_timestamp datetime

      sys.dm_hadr_database_replica_states:
        database_id int, group_id uniqueidentifier, replica_id uniqueidentifier,
        group_database_id uniqueidentifier, is_local bit, is_primary_replica bit,
        synchronization_state tinyint, synchronization_state_desc nvarchar,
        is_commit_participant bit, synchronization_health tinyint,
        synchronization_health_desc nvarchar, database_state tinyint, database_state_desc nvarchar,
        is_suspended bit, suspend_reason tinyint, suspend_reason_desc nvarchar,
        recovery_lsn numeric, truncation_lsn numeric, last_sent_lsn numeric,
        last_sent_time datetime, last_received_lsn numeric, last_received_time datetime,
        last_hardened_lsn numeric, last_hardened_time datetime, last_redone_lsn numeric,
        last_redone_time datetime, log_send_queue_size bigint, log_send_rate bigint,
        redo_queue_size bigint, redo_rate bigint, filestream_send_rate bigint,
        end_of_log_lsn numeric, last_commit_lsn numeric, last_commit_time datetime,
        low_water_mark_for_ghosts bigint, secondary_lag_seconds bigint

      sys.dm_hadr_automatic_seeding:
        start_time datetime, completion_time datetime, ag_id uniqueidentifier,
        ag_db_id uniqueidentifier, ag_remote_replica_id uniqueidentifier,
        operation_id uniqueidentifier, is_source bit, current_state nvarchar,
        performed_seeding bit, failure_state int, failure_state_desc nvarchar, error_code int,
        number_of_attempts int

      sys.dm_hadr_physical_seeding_stats:
        local_physical_seeding_id uniqueidentifier, remote_physical_seeding_id uniqueidentifier,
        local_database_id int, local_database_name nvarchar, remote_machine_name nvarchar,
        role_desc nvarchar, internal_state_desc nvarchar, transfer_rate_bytes_per_second bigint,
        transferred_size_bytes bigint, database_size_bytes bigint, start_time_utc datetime,
        end_time_utc datetime, estimate_time_complete_utc datetime,
        total_disk_io_wait_time_ms bigint, total_network_wait_time_ms bigint, failure_code int,
        failure_message nvarchar, failure_time_utc datetime, is_compression_enabled bit

      sys.database_mirroring:
        database_id int, mirroring_guid uniqueidentifier, mirroring_state tinyint,
        mirroring_state_desc nvarchar, mirroring_role tinyint, mirroring_role_desc nvarchar,
        mirroring_role_sequence int, mirroring_safety_level tinyint,
        mirroring_safety_level_desc nvarchar, mirroring_safety_sequence int,
        mirroring_partner_name nvarchar, mirroring_partner_instance nvarchar,
        mirroring_witness_name nvarchar, mirroring_witness_state tinyint,
        mirroring_witness_state_desc nvarchar, mirroring_failover_lsn numeric,
        mirroring_connection_timeout int, mirroring_redo_queue int,
        mirroring_redo_queue_type nvarchar, mirroring_end_of_log_lsn numeric,
        mirroring_replication_lsn numeric

      sys.dm_db_mirroring_connections:
        connection_id uniqueidentifier, transport_stream_id uniqueidentifier, state smallint,
        state_desc nvarchar, connect_time datetime, login_time datetime,
        authentication_method nvarchar, principal_name nvarchar, remote_user_name nvarchar,
        last_activity_time datetime, is_accept bit, login_state smallint,
        login_state_desc nvarchar, peer_certificate_id int, encryption_algorithm smallint,
        encryption_algorithm_desc nvarchar, receives_posted smallint,
        is_receive_flow_controlled bit, sends_posted smallint, is_send_flow_controlled bit,
        total_bytes_sent bigint, total_bytes_received bigint, total_fragments_sent bigint,
        total_fragments_received bigint, total_sends bigint, total_receives bigint,
        peer_arbitration_id uniqueidentifier

      sys.database_recovery_status:
        database_id int, database_guid uniqueidentifier, family_guid uniqueidentifier,
        last_log_backup_lsn numeric, recovery_fork_guid uniqueidentifier,
        first_recovery_fork_guid uniqueidentifier, fork_point_lsn numeric

      msdb.dbo.backupset:
        backup_set_id int, backup_set_uuid uniqueidentifier, media_set_id int, name nvarchar,
        user_name nvarchar, first_lsn numeric, last_lsn numeric, checkpoint_lsn numeric,
        database_backup_lsn numeric, backup_start_date datetime, backup_finish_date datetime,
        type char, backup_size numeric, database_name nvarchar, server_name nvarchar,
        machine_name nvarchar, recovery_model nvarchar, database_guid uniqueidentifier,
        family_guid uniqueidentifier, compressed_backup_size numeric

      sys.dm_os_performance_counters:
        object_name nchar, counter_name nchar, instance_name nchar, cntr_value bigint,
        cntr_type int
      """);

  private static final List<String> SELECTED =
      List.of("msdb.dbo.backupset");

  /** Views with their columns, a blank line between them. */
  private static Map<String, String> documented(String views) {
    var documented = new TreeMap<String, String>();
    for (String view : views.replace("{endpoint}", ENDPOINT).split("\n\n")) {
      String[] named = view.split(":", 2);
      documented.put(named[0], named[1].trim());
    }
    return documented;
  }

  static List<String> views() {
    return List.copyOf(DOCUMENTED.keySet());
  }

  @ParameterizedTest
  @MethodSource("views")
  void areThereInTheirOrder(String view) {
    List<String> documented =
        Arrays.stream(DOCUMENTED.get(view).split(",\\s*"))
            .map(column -> column.replace(" sysname", " nvarchar"))
            .toList();
    List<String> modelled =
        Catalog.views().get(view).columns().stream()
            .map(column -> column.name() + " " + column.type().display())
            .toList();
    if (SELECTED.contains(view)) {
      assertThat(modelled).containsSubsequence(documented);
    } else {
      assertThat(modelled).isEqualTo(documented);
    }
  }

  @Test
  void aNameIsSysname() {
    for (String view : new String[] {"sys.certificates", "sys.endpoints", "sys.databases"}) {
      assertThat(Catalog.views().get(view).columns().get(0).type()).isEqualTo(DataType.SYSNAME);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "WINDOWS NTLM | 1 NTLM",
        "WINDOWS KERBEROS | 2 KERBEROS",
        "WINDOWS | 3 NEGOTIATE",
        "WINDOWS NEGOTIATE | 3 NEGOTIATE",
        "CERTIFICATE own | 4 CERTIFICATE",
        "WINDOWS NTLM CERTIFICATE own | 5 NTLM, CERTIFICATE",
        "WINDOWS KERBEROS CERTIFICATE own | 6 KERBEROS, CERTIFICATE",
        "WINDOWS NEGOTIATE CERTIFICATE own | 7 NEGOTIATE, CERTIFICATE",
        "CERTIFICATE own WINDOWS NTLM | 8 CERTIFICATE, NTLM",
        "CERTIFICATE own WINDOWS KERBEROS | 9 CERTIFICATE, KERBEROS",
        "CERTIFICATE own WINDOWS NEGOTIATE | 10 CERTIFICATE, NEGOTIATE",
      })
  void authenticationHasItsNumber(String option, String shown) {
    assertThat(
            endpoint("AUTHENTICATION = " + option)
                .value(
                    "(SELECT CAST(connection_auth AS varchar(2)) + ' ' + connection_auth_desc"
                        + " FROM sys.database_mirroring_endpoints)"))
        .isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DISABLED | 0 0 NONE",
        "REQUIRED ALGORITHM RC4 | 1 1 RC4",
        "REQUIRED | 1 2 AES",
        "REQUIRED ALGORITHM AES | 1 2 AES",
        "SUPPORTED ALGORITHM RC4 | 1 3 NONE, RC4",
        "SUPPORTED ALGORITHM AES | 1 4 NONE, AES",
        "REQUIRED ALGORITHM RC4 AES | 1 5 RC4, AES",
        "REQUIRED ALGORITHM AES RC4 | 1 6 AES, RC4",
        "SUPPORTED ALGORITHM RC4 AES | 1 7 NONE, RC4, AES",
        "SUPPORTED ALGORITHM AES RC4 | 1 8 NONE, AES, RC4",
      })
  void encryptionHasItsNumber(String option, String shown) {
    assertThat(
            endpoint("AUTHENTICATION = CERTIFICATE own, ENCRYPTION = " + option)
                .value(
                    "(SELECT CAST(is_encryption_enabled AS varchar(1)) + ' '"
                        + " + CAST(encryption_algorithm AS varchar(1)) + ' '"
                        + " + encryption_algorithm_desc FROM sys.database_mirroring_endpoints)"))
        .isEqualTo(shown);
  }

  private static TestServer endpoint(String options) {
    var server = new TestServer();
    server.server.masterKey = true;
    server.server.certificates.put("own", TestCertificates.own("own", 256));
    server.ok(
        "CREATE ENDPOINT e STATE = STARTED AS TCP (LISTENER_PORT = 5022) FOR DATABASE_MIRRORING"
            + " (ROLE = ALL, " + options + ")");
    return server;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@@SERVERNAME | nvarchar",
        "@@VERSION | nvarchar",
        "@@SPID | smallint",
        "@@TRANCOUNT | int",
        "@@ROWCOUNT | int",
        "@@ERROR | int",
        "ERROR_NUMBER() | int",
        "ERROR_MESSAGE() | nvarchar",
        "ERROR_SEVERITY() | int",
        "ERROR_STATE() | int",
        "ERROR_LINE() | int",
        "ERROR_PROCEDURE() | nvarchar",
        "DB_NAME() | nvarchar",
        "SUSER_SNAME() | nvarchar",
        "SYSTEM_USER | nvarchar",
        "USER_NAME() | nvarchar",
        "SCHEMA_NAME() | nvarchar",
        "IS_SRVROLEMEMBER('sysadmin') | int",
        "HAS_PERMS_BY_NAME(NULL, NULL, 'VIEW SERVER STATE') | int",
        "CERT_ID('none') | int",
        "CERTENCODED(1) | varbinary",
        "CERTPROPERTY(1, 'Subject') | variant",
        "SERVERPROPERTY('IsHadrEnabled') | variant",
        "DATABASEPROPERTYEX('master', 'Status') | variant",
        "GETDATE() | datetime",
        "GETUTCDATE() | datetime",
        "SYSUTCDATETIME() | datetime2",
        "NEWID() | guid",
      })
  void aFunctionHasItsType(String expression, String type) {
    assertThat(
            new TestServer().ok("SELECT " + expression).results.get(0).columns.get(0).type().name())
        .isEqualToIgnoringCase(type);
  }
}
