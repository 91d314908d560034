-- Drop the group [DAG_Sales_HOST_B] on HOST_A; the databases stay
DROP AVAILABILITY GROUP [DAG_Sales_HOST_B];
GO

-- Drop the group [DAG_Sales_HOST_B] on HOST_B; the databases stay
DROP AVAILABILITY GROUP [DAG_Sales_HOST_B];
GO

-- Drop the group [AG_Sales] on HOST_A; the databases stay
DROP AVAILABILITY GROUP [AG_Sales];
GO

-- Drop the group [AG_Sales_HOST_B] on HOST_B; the databases stay
DROP AVAILABILITY GROUP [AG_Sales_HOST_B];
GO
