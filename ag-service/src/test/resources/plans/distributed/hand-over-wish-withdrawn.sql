-- Make HOST_A the primary of the distributed group [DAG_Sales_HOST_B]; it has the whole log
ALTER AVAILABILITY GROUP [DAG_Sales_HOST_B] FORCE_FAILOVER_ALLOW_DATA_LOSS;
GO
