-- Set the recovery model of the database [a]; DROP DATABASE x--] of SQL01 from SIMPLE to FULL
ALTER DATABASE [a]]; DROP DATABASE x--] SET RECOVERY FULL;
GO

-- Start the log chain of the database [a]; DROP DATABASE x--] of SQL01 with a full backup to /var/opt/mssql/data/a___DROP_DATABASE_x--_13871adf_20261121T101112Z.bak
BACKUP DATABASE [a]]; DROP DATABASE x--]
  TO DISK = N'/var/opt/mssql/data/a___DROP_DATABASE_x--_13871adf_20261121T101112Z.bak'
  WITH CHECKSUM;
GO

-- Create the availability group [AG_a___DROP_DATABASE_x___d71ca1d1] of SQL01 for the database [a]; DROP DATABASE x--]
CREATE AVAILABILITY GROUP [AG_a___DROP_DATABASE_x___d71ca1d1]
  WITH (CLUSTER_TYPE = NONE)
  FOR DATABASE [a]]; DROP DATABASE x--]
  REPLICA ON N'SQL01' WITH (
    ENDPOINT_URL = N'TCP://10.10.1.11:5022',
    AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
    FAILOVER_MODE = MANUAL,
    SEEDING_MODE = AUTOMATIC
  );
GO

-- Create the distributed availability group [DAG_a___DROP_DATABASE_x___mi_west_dd3803ef] of SQL01 between [AG_a___DROP_DATABASE_x___d71ca1d1] and mi-west
CREATE AVAILABILITY GROUP [DAG_a___DROP_DATABASE_x___mi_west_dd3803ef]
  WITH (DISTRIBUTED)
  AVAILABILITY GROUP ON
  N'AG_a___DROP_DATABASE_x___d71ca1d1' WITH (
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
