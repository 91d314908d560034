-- Join the group [AG_Sales] on HOST_B
ALTER AVAILABILITY GROUP [AG_Sales] JOIN WITH (CLUSTER_TYPE = NONE);
GO

-- Let the group [AG_Sales] create its databases on HOST_B
ALTER AVAILABILITY GROUP [AG_Sales] GRANT CREATE ANY DATABASE;
GO
