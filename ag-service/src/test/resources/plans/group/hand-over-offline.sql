-- Make HOST_B the primary of the group [AG_Sales]; nothing was committed without it
ALTER AVAILABILITY GROUP [AG_Sales] FORCE_FAILOVER_ALLOW_DATA_LOSS;
GO
