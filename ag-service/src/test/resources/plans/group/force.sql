-- Force HOST_B to serve the database [Sales] without HOST_A; what it had not sent is lost
ALTER AVAILABILITY GROUP [AG_Sales] FORCE_FAILOVER_ALLOW_DATA_LOSS;
GO
