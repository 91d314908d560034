-- Create the database master key in master of SQL01
-- the password is the secret master-key/SQL01, generated and kept there when there is none
CREATE MASTER KEY ENCRYPTION BY PASSWORD = ******;
GO

-- Create the certificate [Cert_SQL02_PAYROLL_endpoint] of SQL01, valid until 2029-11-20
CREATE CERTIFICATE [Cert_SQL02_PAYROLL_endpoint]
  WITH SUBJECT = N'Certificate for Cert_SQL02_PAYROLL_endpoint', EXPIRY_DATE = '20291120';
GO

-- Publish the certificate [Cert_SQL02_PAYROLL_endpoint] on the managed instance mi-west
PUT /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-data-west/providers/Microsoft.Sql/managedInstances/mi-west/serverTrustCertificates/Cert_SQL02_PAYROLL_endpoint
{"properties": {"publicBlob": "(what CERTENCODED gives of Cert_SQL02_PAYROLL_endpoint)"}}
GO

-- Import the certificate of the managed instance under its name [mi-west.6d710bcf372b.database.windows.net]
CREATE CERTIFICATE [mi-west.6d710bcf372b.database.windows.net] FROM BINARY = 0x3001;
GO

-- Import the Azure root CA [MicrosoftPKI] and trust it for *.database.windows.net
CREATE CERTIFICATE [MicrosoftPKI] FROM BINARY = 0x300A;
SET LANGUAGE us_english;
DECLARE @root int =
  (SELECT certificate_id FROM sys.certificates WHERE name = N'MicrosoftPKI');
BEGIN TRY
  EXEC sp_certificate_add_issuer @root, N'*.database.windows.net';
END TRY
BEGIN CATCH
  IF ERROR_MESSAGE() NOT LIKE N'%already%added as a trusted issuer%'
    THROW;
END CATCH;
ALTER CERTIFICATE [MicrosoftPKI] WITH ACTIVE FOR BEGIN_DIALOG = OFF;
GO

-- Import the Azure root CA [DigiCertPKI] and trust it for *.database.windows.net
CREATE CERTIFICATE [DigiCertPKI] FROM BINARY = 0x300B;
SET LANGUAGE us_english;
DECLARE @root int =
  (SELECT certificate_id FROM sys.certificates WHERE name = N'DigiCertPKI');
BEGIN TRY
  EXEC sp_certificate_add_issuer @root, N'*.database.windows.net';
END TRY
BEGIN CATCH
  IF ERROR_MESSAGE() NOT LIKE N'%already%added as a trusted issuer%'
    THROW;
END CATCH;
ALTER CERTIFICATE [DigiCertPKI] WITH ACTIVE FOR BEGIN_DIALOG = OFF;
GO
