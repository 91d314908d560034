-- Alter the mirroring endpoint [database_mirroring_endpoint] of C, which has the role PARTNER alone, and keep the rest of it: the pair needs certificates, as A has no account in a domain
ALTER ENDPOINT [database_mirroring_endpoint]
  STATE = STARTED
  AS TCP (LISTENER_PORT = 7024, LISTENER_IP = ALL)
  FOR DATABASE_MIRRORING (
    ROLE = ALL,
    AUTHENTICATION = CERTIFICATE [C_cert],
    ENCRYPTION = REQUIRED ALGORITHM AES
  );
GO
