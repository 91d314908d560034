-- Resume the data movement of the database [Sales] on HOST_B
ALTER DATABASE [Sales] SET HADR RESUME;
GO
