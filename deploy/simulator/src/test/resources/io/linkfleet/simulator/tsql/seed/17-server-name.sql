-- Run on SQL Server
SELECT @@SERVERNAME AS SQLServerName 
