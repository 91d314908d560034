-- Import the Azure root CA [DigiCertPKI_DA8C863C] and trust it for *.database.windows.net
CREATE CERTIFICATE [DigiCertPKI_DA8C863C] FROM BINARY = 0x300B;
SET LANGUAGE us_english;
DECLARE @root int =
  (SELECT certificate_id FROM sys.certificates WHERE name = N'DigiCertPKI_DA8C863C');
BEGIN TRY
  EXEC sp_certificate_add_issuer @root, N'*.database.windows.net';
END TRY
BEGIN CATCH
  IF ERROR_MESSAGE() NOT LIKE N'%already%added as a trusted issuer%'
    THROW;
END CATCH;
ALTER CERTIFICATE [DigiCertPKI_DA8C863C] WITH ACTIVE FOR BEGIN_DIALOG = OFF;
GO
