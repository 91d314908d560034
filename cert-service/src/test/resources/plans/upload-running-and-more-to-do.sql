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
