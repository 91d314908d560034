-- Create the database master key in master of HOST_B
-- the password is the secret master-key/HOST_B, generated and kept there when there is none
CREATE MASTER KEY ENCRYPTION BY PASSWORD = ******;
GO

-- Create the certificate [HOST_B_cert] of HOST_B, valid until 2029-11-20, for its connections to HOST_A and HOST_C: the pair needs certificates, as HOST_A runs as NT Service\MSSQLSERVER, which is no account of a domain
CREATE CERTIFICATE [HOST_B_cert]
  WITH SUBJECT = N'Certificate for HOST_B_cert', EXPIRY_DATE = '20291120';
GO
