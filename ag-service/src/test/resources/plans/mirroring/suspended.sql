-- HOST_A: resume the mirroring of the database [Sales]
ALTER DATABASE [Sales] SET PARTNER RESUME;
GO
