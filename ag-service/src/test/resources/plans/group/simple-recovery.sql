-- Set the recovery model of the database [Sales] of HOST_A from SIMPLE to FULL
ALTER DATABASE [Sales] SET RECOVERY FULL;
GO

-- Start the log chain of the database [Sales] of HOST_A with a full backup to \\backup\groups\Sales_a3be7425_20261121T101112345Z.bak
BACKUP DATABASE [Sales]
  TO DISK = N'\\backup\groups\Sales_a3be7425_20261121T101112345Z.bak'
  WITH CHECKSUM;
GO

-- Create the group [AG_Sales] of HOST_A and HOST_B for the database [Sales] on HOST_A
CREATE AVAILABILITY GROUP [AG_Sales]
  WITH (CLUSTER_TYPE = NONE)
  FOR DATABASE [Sales]
  REPLICA ON
  N'HOST_A' WITH (
    ENDPOINT_URL = N'TCP://10.10.2.11:7024',
    AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
    FAILOVER_MODE = MANUAL,
    SEEDING_MODE = AUTOMATIC
  ),
  N'HOST_B' WITH (
    ENDPOINT_URL = N'TCP://10.10.2.12:7024',
    AVAILABILITY_MODE = SYNCHRONOUS_COMMIT,
    FAILOVER_MODE = MANUAL,
    SEEDING_MODE = AUTOMATIC
  );
GO

-- Join the group [AG_Sales] on HOST_B
ALTER AVAILABILITY GROUP [AG_Sales] JOIN WITH (CLUSTER_TYPE = NONE);
GO

-- Let the group [AG_Sales] create its databases on HOST_B
ALTER AVAILABILITY GROUP [AG_Sales] GRANT CREATE ANY DATABASE;
GO
