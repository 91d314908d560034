-- Start the log chain of the database [Sales] of SQL01 with a full backup to D:\It's backups\Sales_4a623cc5_20261121T101112Z.bak
BACKUP DATABASE [Sales]
  TO DISK = N'D:\It''s backups\Sales_4a623cc5_20261121T101112Z.bak'
  WITH CHECKSUM;
GO

-- Create the availability group [AG_Sales] of SQL01 for the database [Sales]
CREATE AVAILABILITY GROUP [AG_Sales]
  WITH (CLUSTER_TYPE = NONE)
  FOR DATABASE [Sales]
  REPLICA ON N'SQL01' WITH (
    ENDPOINT_URL = N'TCP://10.10.1.11:5022',
    AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
    FAILOVER_MODE = MANUAL,
    SEEDING_MODE = AUTOMATIC
  );
GO

-- Create the distributed availability group [DAG_Sales_mi_west] of SQL01 between [AG_Sales] and mi-west
CREATE AVAILABILITY GROUP [DAG_Sales_mi_west]
  WITH (DISTRIBUTED)
  AVAILABILITY GROUP ON
  N'AG_Sales' WITH (
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
