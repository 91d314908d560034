-- Create the SQL Server certificate for the instance link
USE MASTER

-- Customize SQL Server certificate expiration date by adjusting the date below
DECLARE @cert_expiry_date AS varchar(max)='03/30/2025'

-- Build the query to generate the certificate
DECLARE @sqlserver_certificate_name NVARCHAR(MAX) = N'Cert_' + @@servername  + N'_endpoint'
DECLARE @sqlserver_certificate_subject NVARCHAR(MAX) = N'Certificate for ' + @sqlserver_certificate_name
DECLARE @create_sqlserver_certificate_command NVARCHAR(MAX) = N'CREATE CERTIFICATE [' + @sqlserver_certificate_name + '] ' + char (13) +
'	WITH SUBJECT = ''' + @sqlserver_certificate_subject + ''',' + char (13) +
'	EXPIRY_DATE = '''+ @cert_expiry_date + ''''+ char (13)
IF NOT EXISTS (SELECT name from sys.certificates WHERE name = @sqlserver_certificate_name)
BEGIN
	PRINT (@create_sqlserver_certificate_command)
	-- Execute the query to create SQL Server certificate for the instance link
	EXEC sp_executesql @stmt = @create_sqlserver_certificate_command
END
ELSE
	PRINT 'Certificate ' + @sqlserver_certificate_name + ' already exists.'
GO
