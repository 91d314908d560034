-- Create the database master key in master of HOST_A
-- the password is the secret master-key/HOST_A, generated and kept there when there is none
CREATE MASTER KEY ENCRYPTION BY PASSWORD = ******;
GO

-- Create the certificate [BOX_SALES_cert] of HOST_A, valid until 2029-11-20, for its connections to HOST_B and HOST_C: the pair needs certificates, as HOST_A runs as NT Service\MSSQLSERVER, which is no account of a domain
CREATE CERTIFICATE [BOX_SALES_cert]
  WITH SUBJECT = N'Certificate for BOX_SALES_cert', EXPIRY_DATE = '20291120';
GO

-- Create the database master key in master of HOST_B
-- the password is the secret master-key/HOST_B, generated and kept there when there is none
CREATE MASTER KEY ENCRYPTION BY PASSWORD = ******;
GO

-- Create the certificate [BOX_STO]CK_cert] of HOST_B, valid until 2029-11-20, for its connections to HOST_A and HOST_C: the pair needs certificates, as HOST_A runs as NT Service\MSSQLSERVER, which is no account of a domain
CREATE CERTIFICATE [BOX_STO]]CK_cert]
  WITH SUBJECT = N'Certificate for BOX_STO]CK_cert', EXPIRY_DATE = '20291120';
GO

-- Create the database master key in master of HOST_C
-- the password is the secret master-key/HOST_C, generated and kept there when there is none
CREATE MASTER KEY ENCRYPTION BY PASSWORD = ******;
GO

-- Create the certificate [HOST_C_cert] of HOST_C, valid until 2029-11-20, for its connections to HOST_A and HOST_B: the pair needs certificates, as HOST_A runs as NT Service\MSSQLSERVER, which is no account of a domain
CREATE CERTIFICATE [HOST_C_cert]
  WITH SUBJECT = N'Certificate for HOST_C_cert', EXPIRY_DATE = '20291120';
GO
