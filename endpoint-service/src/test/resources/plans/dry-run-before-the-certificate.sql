-- Create the mirroring endpoint [database_mirroring_endpoint] on port 5022 of SQL01 with the certificate [Cert_SQL01_endpoint]
CREATE ENDPOINT [database_mirroring_endpoint]
  STATE = STARTED
  AS TCP (LISTENER_PORT = 5022, LISTENER_IP = ALL)
  FOR DATABASE_MIRRORING (
    ROLE = ALL,
    AUTHENTICATION = CERTIFICATE [Cert_SQL01_endpoint],
    ENCRYPTION = REQUIRED ALGORITHM AES
  );
GO
