-- Create the database master key in master of HOST_A
-- the password is the secret master-key/HOST_A, generated and kept there when there is none
CREATE MASTER KEY ENCRYPTION BY PASSWORD = ******;
GO

-- Create the certificate [HOST_A_cert] of HOST_A, valid until 2029-11-20, for its connections to HOST_B and HOST_C: the pair needs certificates, as HOST_A runs as NT Service\MSSQLSERVER, which is no account of a domain
CREATE CERTIFICATE [HOST_A_cert]
  WITH SUBJECT = N'Certificate for HOST_A_cert', EXPIRY_DATE = '20291120';
GO

-- Write the public part of [HOST_A_cert] on HOST_A to D:\certs\HOST_A_cert.cer, for HOST_B and HOST_C
BACKUP CERTIFICATE [HOST_A_cert] TO FILE = 'D:\certs\HOST_A_cert.cer';
GO

-- Create the database master key in master of HOST_B
-- the password is the secret master-key/HOST_B, generated and kept there when there is none
CREATE MASTER KEY ENCRYPTION BY PASSWORD = ******;
GO

-- Create the certificate [HOST_B_cert] of HOST_B, valid until 2029-11-20, for its connections to HOST_A and HOST_C: the pair needs certificates, as HOST_A runs as NT Service\MSSQLSERVER, which is no account of a domain
CREATE CERTIFICATE [HOST_B_cert]
  WITH SUBJECT = N'Certificate for HOST_B_cert', EXPIRY_DATE = '20291120';
GO

-- Write the public part of [HOST_B_cert] on HOST_B to D:\certs\HOST_B_cert.cer, for HOST_A and HOST_C
BACKUP CERTIFICATE [HOST_B_cert] TO FILE = 'D:\certs\HOST_B_cert.cer';
GO

-- Create the database master key in master of W
-- the password is the secret master-key/W, generated and kept there when there is none
CREATE MASTER KEY ENCRYPTION BY PASSWORD = ******;
GO

-- Create the certificate [W_cert] of W, valid until 2029-11-20, for its connections to HOST_A and HOST_B and HOST_C: the pair needs certificates, as HOST_A runs as NT Service\MSSQLSERVER, which is no account of a domain
CREATE CERTIFICATE [W_cert]
  WITH SUBJECT = N'Certificate for W_cert', EXPIRY_DATE = '20291120';
GO

-- Write the public part of [W_cert] on W to D:\certs\W_cert.cer, for HOST_A and HOST_B and HOST_C
BACKUP CERTIFICATE [W_cert] TO FILE = 'D:\certs\W_cert.cer';
GO
