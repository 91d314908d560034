-- HOST_A: set the safety of the mirroring of the database [Sales] to FULL
ALTER DATABASE [Sales] SET PARTNER SAFETY FULL;
GO
