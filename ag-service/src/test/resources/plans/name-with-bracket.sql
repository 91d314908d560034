-- Set the recovery model of the database [a]b[c] of SQL01 from SIMPLE to FULL
ALTER DATABASE [a]]b[c] SET RECOVERY FULL;
GO

-- Start the log chain of the database [a]b[c] of SQL01 with a full backup to /var/opt/mssql/data/a_b_c_8e2bf588_20261121T101112Z.bak
BACKUP DATABASE [a]]b[c]
  TO DISK = N'/var/opt/mssql/data/a_b_c_8e2bf588_20261121T101112Z.bak'
  WITH CHECKSUM;
GO

-- Create the availability group [AG_a_b_c_db3f7295] of SQL01 for the database [a]b[c]
CREATE AVAILABILITY GROUP [AG_a_b_c_db3f7295]
  WITH (CLUSTER_TYPE = NONE)
  FOR DATABASE [a]]b[c]
  REPLICA ON N'SQL01' WITH (
    ENDPOINT_URL = N'TCP://10.10.1.11:5022',
    AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
    FAILOVER_MODE = MANUAL,
    SEEDING_MODE = AUTOMATIC
  );
GO

-- Create the distributed availability group [DAG_a_b_c_mi_west_2aedd808] of SQL01 between [AG_a_b_c_db3f7295] and mi-west
CREATE AVAILABILITY GROUP [DAG_a_b_c_mi_west_2aedd808]
  WITH (DISTRIBUTED)
  AVAILABILITY GROUP ON
  N'AG_a_b_c_db3f7295' WITH (
    LISTENER_URL = N'TCP://10.10.1.11:5022',
    AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,
    FAILOVER_MODE = MANUAL,
    SEEDING_MODE = AUTOMATIC,
    SESSION_TIMEOUT = 20
  ),
  N'mi-west' WITH (
    LISTENER_URL = N'tcp://mi-west.6d710bcf372b.database.windows.net:5022;Server=[mi-west]',
    AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,
    FAILOVER_MODE = MANUAL,
    SEEDING_MODE = AUTOMATIC
  );
GO
