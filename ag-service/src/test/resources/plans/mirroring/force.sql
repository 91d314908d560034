-- Force HOST_B to serve the database [Sales] without HOST_A; what it had not sent is lost
ALTER DATABASE [Sales] SET PARTNER FORCE_SERVICE_ALLOW_DATA_LOSS;
GO
