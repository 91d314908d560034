-- Trust the Azure root CA [MS root]] for *.database.windows.net, unless it is trusted already
SET LANGUAGE us_english;
DECLARE @root int =
  (SELECT certificate_id FROM sys.certificates WHERE name = N'MS root]');
BEGIN TRY
  EXEC sp_certificate_add_issuer @root, N'*.database.windows.net';
END TRY
BEGIN CATCH
  IF ERROR_MESSAGE() NOT LIKE N'%already%added as a trusted issuer%'
    THROW;
END CATCH;
ALTER CERTIFICATE [MS root]]] WITH ACTIVE FOR BEGIN_DIALOG = OFF;
GO
