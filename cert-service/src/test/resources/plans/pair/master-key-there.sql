-- Create the certificate [HOST_A_cert] of HOST_A, valid until 2029-11-20, for its connections to HOST_B and HOST_C: the pair needs certificates, as HOST_A runs as NT Service\MSSQLSERVER, which is no account of a domain
CREATE CERTIFICATE [HOST_A_cert]
  WITH SUBJECT = N'Certificate for HOST_A_cert', EXPIRY_DATE = '20291120';
GO
