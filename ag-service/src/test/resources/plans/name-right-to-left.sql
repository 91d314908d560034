-- Set the recovery model of the database [مبيعات] of SQL01 from SIMPLE to FULL
ALTER DATABASE [مبيعات] SET RECOVERY FULL;
GO

-- Start the log chain of the database [مبيعات] of SQL01 with a full backup to /var/opt/mssql/data/_______9eca3c8a_20261121T101112Z.bak
BACKUP DATABASE [مبيعات]
  TO DISK = N'/var/opt/mssql/data/_______9eca3c8a_20261121T101112Z.bak'
  WITH CHECKSUM;
GO

-- Create the availability group [AG________d7e01b33] of SQL01 for the database [مبيعات]
CREATE AVAILABILITY GROUP [AG________d7e01b33]
  WITH (CLUSTER_TYPE = NONE)
  FOR DATABASE [مبيعات]
  REPLICA ON N'SQL01' WITH (
    ENDPOINT_URL = N'TCP://10.10.1.11:5022',
    AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
    FAILOVER_MODE = MANUAL,
    SEEDING_MODE = AUTOMATIC
  );
GO

-- Create the distributed availability group [DAG________mi_west_48d8c585] of SQL01 between [AG________d7e01b33] and mi-west
CREATE AVAILABILITY GROUP [DAG________mi_west_48d8c585]
  WITH (DISTRIBUTED)
  AVAILABILITY GROUP ON
  N'AG________d7e01b33' WITH (
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
