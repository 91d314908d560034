-- Suspend the data movement of the database [Sales] on HOST_A
ALTER DATABASE [Sales] SET HADR SUSPEND;
GO
