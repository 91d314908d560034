-- HOST_A: take the witness TCP://10.10.2.13:7024 from the mirroring of the database [Sales]
ALTER DATABASE [Sales] SET WITNESS OFF;
GO
