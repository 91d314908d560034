-- Create the mirroring endpoint [database_mirroring_endpoint] on port 7024 of A with the certificate [A_cert]: the pair needs certificates, as A has no account in a domain
CREATE ENDPOINT [database_mirroring_endpoint]
  STATE = STARTED
  AS TCP (LISTENER_PORT = 7024, LISTENER_IP = ALL)
  FOR DATABASE_MIRRORING (
    ROLE = ALL,
    AUTHENTICATION = CERTIFICATE [A_cert],
    ENCRYPTION = REQUIRED ALGORITHM AES
  );
GO

-- Create the mirroring endpoint [database_mirroring_endpoint] on port 7024 of B with the certificate [B_cert]: the pair needs certificates, as A has no account in a domain
CREATE ENDPOINT [database_mirroring_endpoint]
  STATE = STARTED
  AS TCP (LISTENER_PORT = 7024, LISTENER_IP = ALL)
  FOR DATABASE_MIRRORING (
    ROLE = ALL,
    AUTHENTICATION = CERTIFICATE [B_cert],
    ENCRYPTION = REQUIRED ALGORITHM AES
  );
GO

-- Create the login [B_login] on A for B
-- the password is the secret pair-login/A/B, generated and kept there when there is none
CREATE LOGIN [B_login] WITH PASSWORD = ******;
GO

-- Create the user [B_user] for the login [B_login] in master of A
CREATE USER [B_user] FOR LOGIN [B_login];
GO

-- Import the certificate [B_cert] of B on A, owned by [B_user]; its content is known once it is made
CREATE CERTIFICATE [B_cert]
  AUTHORIZATION [B_user]
  FROM BINARY = 0x;
GO

-- Let B connect to the endpoint [database_mirroring_endpoint] of A as [B_login]
GRANT CONNECT ON ENDPOINT::[database_mirroring_endpoint] TO [B_login];
GO

-- Create the login [A_login] on B for A
-- the password is the secret pair-login/B/A, generated and kept there when there is none
CREATE LOGIN [A_login] WITH PASSWORD = ******;
GO

-- Create the user [A_user] for the login [A_login] in master of B
CREATE USER [A_user] FOR LOGIN [A_login];
GO

-- Import the certificate [A_cert] of A on B, owned by [A_user]; its content is known once it is made
CREATE CERTIFICATE [A_cert]
  AUTHORIZATION [A_user]
  FROM BINARY = 0x;
GO

-- Let A connect to the endpoint [database_mirroring_endpoint] of B as [A_login]
GRANT CONNECT ON ENDPOINT::[database_mirroring_endpoint] TO [A_login];
GO
