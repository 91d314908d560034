-- Set the recovery model of the database [Order archive] of SQL01 from SIMPLE to FULL
ALTER DATABASE [Order archive] SET RECOVERY FULL;
GO

-- Start the log chain of the database [Order archive] of SQL01 with a full backup to /var/opt/mssql/data/Order_archive_81e5c224_20261121T101112Z.bak
BACKUP DATABASE [Order archive]
  TO DISK = N'/var/opt/mssql/data/Order_archive_81e5c224_20261121T101112Z.bak'
  WITH CHECKSUM;
GO

-- Create the availability group [AG_Order_archive_6ed56d6d] of SQL01 for the database [Order archive]
CREATE AVAILABILITY GROUP [AG_Order_archive_6ed56d6d]
  WITH (CLUSTER_TYPE = NONE)
  FOR DATABASE [Order archive]
  REPLICA ON N'SQL01' WITH (
    ENDPOINT_URL = N'TCP://10.10.1.11:5022',
    AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
    FAILOVER_MODE = MANUAL,
    SEEDING_MODE = AUTOMATIC
  );
GO

-- Create the distributed availability group [DAG_Order_archive_mi_west_21d61a7d] of SQL01 between [AG_Order_archive_6ed56d6d] and mi-west
CREATE AVAILABILITY GROUP [DAG_Order_archive_mi_west_21d61a7d]
  WITH (DISTRIBUTED)
  AVAILABILITY GROUP ON
  N'AG_Order_archive_6ed56d6d' WITH (
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
