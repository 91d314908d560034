-- Alter the mirroring endpoint [database_mirroring_endpoint] of A, which accepts no Windows authentication, and keep the rest of it: the pair is to use Windows authentication, and all its servers have accounts in one domain
ALTER ENDPOINT [database_mirroring_endpoint]
  STATE = STARTED
  AS TCP (LISTENER_PORT = 7024, LISTENER_IP = ALL)
  FOR DATABASE_MIRRORING (
    ROLE = ALL,
    AUTHENTICATION = CERTIFICATE [A_cert] WINDOWS NEGOTIATE,
    ENCRYPTION = REQUIRED ALGORITHM AES
  );
GO
