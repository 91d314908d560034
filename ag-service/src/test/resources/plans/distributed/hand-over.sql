-- Make HOST_A secondary in the distributed group [DAG_Sales_HOST_B]; HOST_B takes over once it has the whole log
ALTER AVAILABILITY GROUP [DAG_Sales_HOST_B] SET (ROLE = SECONDARY);
GO
