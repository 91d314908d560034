-- Run on SQL Server
SELECT * FROM sys.certificates
