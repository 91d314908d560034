-- End the mirroring of the database [Sales] on HOST_A; the databases stay
ALTER DATABASE [Sales] SET PARTNER OFF;
GO
