-- Set the recovery model of the database [Продажи_売上] of HOST_A from SIMPLE to FULL
ALTER DATABASE [Продажи_売上] SET RECOVERY FULL;
GO

-- Take a full backup of the database [Продажи_売上] of HOST_A to \\backup\mirroring\___________e52562a0_20261121T101112345Z.bak
BACKUP DATABASE [Продажи_売上]
  TO DISK = N'\\backup\mirroring\___________e52562a0_20261121T101112345Z.bak'
  WITH CHECKSUM;
GO

-- Restore it on HOST_B from \\backup\mirroring\___________e52562a0_20261121T101112345Z.bak, WITH NORECOVERY
RESTORE DATABASE [Продажи_売上]
  FROM DISK = N'\\backup\mirroring\___________e52562a0_20261121T101112345Z.bak'
  WITH FILE = 1, NORECOVERY;
GO

-- Back up the log of the database [Продажи_売上] of HOST_A to \\backup\mirroring\___________e52562a0_20261121T101112345Z.trn; the file belongs to its log chain
BACKUP LOG [Продажи_売上]
  TO DISK = N'\\backup\mirroring\___________e52562a0_20261121T101112345Z.trn'
  WITH CHECKSUM;
GO

-- Restore the log on HOST_B from \\backup\mirroring\___________e52562a0_20261121T101112345Z.trn, WITH NORECOVERY
RESTORE LOG [Продажи_売上]
  FROM DISK = N'\\backup\mirroring\___________e52562a0_20261121T101112345Z.trn'
  WITH FILE = 1, NORECOVERY;
GO

-- Tell HOST_B that the principal of the database [Продажи_売上] is HOST_A at TCP://10.10.2.11:7024
ALTER DATABASE [Продажи_売上] SET PARTNER = 'TCP://10.10.2.11:7024';
GO

-- Tell HOST_A that the mirror of the database [Продажи_売上] is HOST_B at TCP://10.10.2.12:7024
ALTER DATABASE [Продажи_売上] SET PARTNER = 'TCP://10.10.2.12:7024';
GO

-- HOST_A: make HOST_C at TCP://10.10.2.13:7024 the witness of the mirroring of the database [Продажи_売上]
ALTER DATABASE [Продажи_売上] SET WITNESS = 'TCP://10.10.2.13:7024';
GO
