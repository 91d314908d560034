-- Create the mirroring endpoint [database_mirroring_endpoint] on port 7024 of A with Windows authentication: the pair is to use Windows authentication, and all its servers have accounts in one domain
CREATE ENDPOINT [database_mirroring_endpoint]
  STATE = STARTED
  AS TCP (LISTENER_PORT = 7024, LISTENER_IP = ALL)
  FOR DATABASE_MIRRORING (
    ROLE = ALL,
    AUTHENTICATION = WINDOWS NEGOTIATE,
    ENCRYPTION = REQUIRED ALGORITHM AES
  );
GO

-- Create the mirroring endpoint [database_mirroring_endpoint] on port 7024 of B with Windows authentication: the pair is to use Windows authentication, and all its servers have accounts in one domain
CREATE ENDPOINT [database_mirroring_endpoint]
  STATE = STARTED
  AS TCP (LISTENER_PORT = 7024, LISTENER_IP = ALL)
  FOR DATABASE_MIRRORING (
    ROLE = ALL,
    AUTHENTICATION = WINDOWS NEGOTIATE,
    ENCRYPTION = REQUIRED ALGORITHM AES
  );
GO
