-- Alter the mirroring endpoint [Mirroring] of SQL01, which does not offer AES, and keep its port, address, role and Windows authentication
ALTER ENDPOINT [Mirroring]
  STATE = STARTED
  AS TCP (LISTENER_PORT = 5022, LISTENER_IP = ALL)
  FOR DATABASE_MIRRORING (
    ROLE = ALL,
    AUTHENTICATION = CERTIFICATE [Cert_SQL01_endpoint],
    ENCRYPTION = SUPPORTED ALGORITHM RC4 AES
  );
GO
