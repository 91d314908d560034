-- Set the recovery model of the database [O'Brien's] of SQL01 from SIMPLE to FULL
ALTER DATABASE [O'Brien's] SET RECOVERY FULL;
GO

-- Start the log chain of the database [O'Brien's] of SQL01 with a full backup to /var/opt/mssql/data/O_Brien_s_2f10052d_20261121T101112Z.bak
BACKUP DATABASE [O'Brien's]
  TO DISK = N'/var/opt/mssql/data/O_Brien_s_2f10052d_20261121T101112Z.bak'
  WITH CHECKSUM;
GO

-- Create the availability group [AG_O_Brien_s_7040dae8] of SQL01 for the database [O'Brien's]
CREATE AVAILABILITY GROUP [AG_O_Brien_s_7040dae8]
  WITH (CLUSTER_TYPE = NONE)
  FOR DATABASE [O'Brien's]
  REPLICA ON N'SQL01' WITH (
    ENDPOINT_URL = N'TCP://10.10.1.11:5022',
    AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
    FAILOVER_MODE = MANUAL,
    SEEDING_MODE = AUTOMATIC
  );
GO

-- Create the distributed availability group [DAG_O_Brien_s_mi_west_1234e517] of SQL01 between [AG_O_Brien_s_7040dae8] and mi-west
CREATE AVAILABILITY GROUP [DAG_O_Brien_s_mi_west_1234e517]
  WITH (DISTRIBUTED)
  AVAILABILITY GROUP ON
  N'AG_O_Brien_s_7040dae8' WITH (
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
