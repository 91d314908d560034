-- Take a full, copy-only backup of the database [Sales] of HOST_A to \\backup\mirroring\Sales_a3be7425_20261121T101112345Z.bak
BACKUP DATABASE [Sales]
  TO DISK = N'\\backup\mirroring\Sales_a3be7425_20261121T101112345Z.bak'
  WITH COPY_ONLY, CHECKSUM;
GO

-- Restore it on HOST_B from \\backup\mirroring\Sales_a3be7425_20261121T101112345Z.bak, WITH NORECOVERY
RESTORE DATABASE [Sales]
  FROM DISK = N'\\backup\mirroring\Sales_a3be7425_20261121T101112345Z.bak'
  WITH FILE = 1, NORECOVERY;
GO

-- Back up the log of the database [Sales] of HOST_A to \\backup\mirroring\Sales_a3be7425_20261121T101112345Z.trn; the file belongs to its log chain
BACKUP LOG [Sales]
  TO DISK = N'\\backup\mirroring\Sales_a3be7425_20261121T101112345Z.trn'
  WITH CHECKSUM;
GO

-- Restore the log on HOST_B from \\backup\mirroring\Sales_a3be7425_20261121T101112345Z.trn, WITH NORECOVERY
RESTORE LOG [Sales]
  FROM DISK = N'\\backup\mirroring\Sales_a3be7425_20261121T101112345Z.trn'
  WITH FILE = 1, NORECOVERY;
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
