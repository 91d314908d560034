-- Let the group [AG_Sales] create its databases on HOST_B
ALTER AVAILABILITY GROUP [AG_Sales] GRANT CREATE ANY DATABASE;
GO
