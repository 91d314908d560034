-- End the mirroring of the database [Sales] on HOST_B; the databases stay
ALTER DATABASE [Sales] SET PARTNER OFF;
GO
