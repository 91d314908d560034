-- Drop the group [AG_Sales] on HOST_B; the databases stay
DROP AVAILABILITY GROUP [AG_Sales];
GO

-- Drop the group [AG_Sales] on HOST_A; the databases stay
DROP AVAILABILITY GROUP [AG_Sales];
GO
