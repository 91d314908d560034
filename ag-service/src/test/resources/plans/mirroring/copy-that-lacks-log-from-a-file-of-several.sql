-- Restore the log on HOST_B from \\backup\mirroring\all.trn, WITH NORECOVERY
RESTORE LOG [Sales]
  FROM DISK = N'\\backup\mirroring\all.trn'
  WITH FILE = 3, NORECOVERY;
GO

-- Tell HOST_B that the principal of the database [Sales] is HOST_A at TCP://10.10.2.11:7024
ALTER DATABASE [Sales] SET PARTNER = 'TCP://10.10.2.11:7024';
GO

-- Tell HOST_A that the mirror of the database [Sales] is HOST_B at TCP://10.10.2.12:7024
ALTER DATABASE [Sales] SET PARTNER = 'TCP://10.10.2.12:7024';
GO

-- HOST_A: make HOST_C at TCP://10.10.2.13:7024 the witness of the mirroring of the database [Sales]
ALTER DATABASE [Sales] SET WITNESS = 'TCP://10.10.2.13:7024';
GO
