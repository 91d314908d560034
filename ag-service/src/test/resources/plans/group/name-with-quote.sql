-- Set the recovery model of the database [O'Brien's] of HOST_A from SIMPLE to FULL
ALTER DATABASE [O'Brien's] SET RECOVERY FULL;
GO

-- Start the log chain of the database [O'Brien's] of HOST_A with a full backup to \\backup\groups\O_Brien_s_a59327a7_20261121T101112345Z.bak
BACKUP DATABASE [O'Brien's]
  TO DISK = N'\\backup\groups\O_Brien_s_a59327a7_20261121T101112345Z.bak'
  WITH CHECKSUM;
GO

-- Create the group [AG_O_Brien_s_92e36afd] of HOST_A and HOST_B for the database [O'Brien's] on HOST_A
CREATE AVAILABILITY GROUP [AG_O_Brien_s_92e36afd]
  WITH (CLUSTER_TYPE = NONE)
  FOR DATABASE [O'Brien's]
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

-- Join the group [AG_O_Brien_s_92e36afd] on HOST_B
ALTER AVAILABILITY GROUP [AG_O_Brien_s_92e36afd] JOIN WITH (CLUSTER_TYPE = NONE);
GO

-- Let the group [AG_O_Brien_s_92e36afd] create its databases on HOST_B
ALTER AVAILABILITY GROUP [AG_O_Brien_s_92e36afd] GRANT CREATE ANY DATABASE;
GO
