-- Alter the mirroring endpoint [database_mirroring_endpoint] of A, which accepts no certificates, and keep the rest of it: the pair needs certificates, as A has no account in a domain
ALTER ENDPOINT [database_mirroring_endpoint]
  STATE = STARTED
  AS TCP (LISTENER_PORT = 7024, LISTENER_IP = ALL)
  FOR DATABASE_MIRRORING (
    ROLE = ALL,
    AUTHENTICATION = WINDOWS NEGOTIATE CERTIFICATE [A_cert],
    ENCRYPTION = REQUIRED ALGORITHM AES
  );
GO
