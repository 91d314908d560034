-- HOST_A: suspend the mirroring of the database [Sales]; its log is kept until it is resumed
ALTER DATABASE [Sales] SET PARTNER SUSPEND;
GO
