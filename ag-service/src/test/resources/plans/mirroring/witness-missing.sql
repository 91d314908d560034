-- HOST_A: make HOST_C at TCP://10.10.2.13:7024 the witness of the mirroring of the database [Sales]
ALTER DATABASE [Sales] SET WITNESS = 'TCP://10.10.2.13:7024';
GO
