-- Take the group [AG_Sales] offline on HOST_A
ALTER AVAILABILITY GROUP [AG_Sales] OFFLINE;
GO

-- Make HOST_B the primary of the group [AG_Sales]; nothing was committed without it
ALTER AVAILABILITY GROUP [AG_Sales] FORCE_FAILOVER_ALLOW_DATA_LOSS;
GO

-- Make HOST_A a secondary of the group [AG_Sales]
ALTER AVAILABILITY GROUP [AG_Sales] SET (ROLE = SECONDARY);
GO
