-- Set the recovery model of the database [Продажи_売上] of SQL01 from SIMPLE to FULL
ALTER DATABASE [Продажи_売上] SET RECOVERY FULL;
GO

-- Start the log chain of the database [Продажи_売上] of SQL01 with a full backup to /var/opt/mssql/data/___________9c96039b_20261121T101112Z.bak
BACKUP DATABASE [Продажи_売上]
  TO DISK = N'/var/opt/mssql/data/___________9c96039b_20261121T101112Z.bak'
  WITH CHECKSUM;
GO

-- Create the availability group [AG____________7cddab5f] of SQL01 for the database [Продажи_売上]
CREATE AVAILABILITY GROUP [AG____________7cddab5f]
  WITH (CLUSTER_TYPE = NONE)
  FOR DATABASE [Продажи_売上]
  REPLICA ON N'SQL01' WITH (
    ENDPOINT_URL = N'TCP://10.10.1.11:5022',
    AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
    FAILOVER_MODE = MANUAL,
    SEEDING_MODE = AUTOMATIC
  );
GO

-- Create the distributed availability group [DAG____________mi_west_b436f5c0] of SQL01 between [AG____________7cddab5f] and mi-west
CREATE AVAILABILITY GROUP [DAG____________mi_west_b436f5c0]
  WITH (DISTRIBUTED)
  AVAILABILITY GROUP ON
  N'AG____________7cddab5f' WITH (
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
