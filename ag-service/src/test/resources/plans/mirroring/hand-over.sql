-- Hand the database [Sales] over from HOST_A to HOST_B
ALTER DATABASE [Sales] SET PARTNER FAILOVER;
GO
