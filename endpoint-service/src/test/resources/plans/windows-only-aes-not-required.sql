-- Alter the mirroring endpoint [Hadr_endpoint] of SQL01, which accepts no certificates, and keep its port, address, role and Windows authentication
ALTER ENDPOINT [Hadr_endpoint]
  STATE = STARTED
  AS TCP (LISTENER_PORT = 5022, LISTENER_IP = ALL)
  FOR DATABASE_MIRRORING (
    ROLE = ALL,
    AUTHENTICATION = WINDOWS NEGOTIATE CERTIFICATE [Cert_SQL01_endpoint],
    ENCRYPTION = SUPPORTED ALGORITHM AES
  );
GO
