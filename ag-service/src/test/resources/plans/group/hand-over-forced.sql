-- Make HOST_A a secondary of the group [AG_Sales]
ALTER AVAILABILITY GROUP [AG_Sales] SET (ROLE = SECONDARY);
GO
