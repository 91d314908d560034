-- Create the mirroring endpoint [database_mirroring_endpoint] on port 7024 of C with the certificate [C_cert]: the pair needs certificates, as A has no account in a domain; its role is WITNESS alone, as Express has no other
CREATE ENDPOINT [database_mirroring_endpoint]
  STATE = STARTED
  AS TCP (LISTENER_PORT = 7024, LISTENER_IP = ALL)
  FOR DATABASE_MIRRORING (
    ROLE = WITNESS,
    AUTHENTICATION = CERTIFICATE [C_cert],
    ENCRYPTION = REQUIRED ALGORITHM AES
  );
GO

-- Create the login [A_login] on C for A
-- the password is the secret pair-login/C/A, generated and kept there when there is none
CREATE LOGIN [A_login] WITH PASSWORD = ******;
GO

-- Create the user [A_user] for the login [A_login] in master of C
CREATE USER [A_user] FOR LOGIN [A_login];
GO

-- Import the certificate [A_cert] of A on C, owned by [A_user]
CREATE CERTIFICATE [A_cert]
  AUTHORIZATION [A_user]
  FROM BINARY = 0x3001;
GO

-- Let A connect to the endpoint [database_mirroring_endpoint] of C as [A_login]
GRANT CONNECT ON ENDPOINT::[database_mirroring_endpoint] TO [A_login];
GO

-- Create the login [B_login] on C for B
-- the password is the secret pair-login/C/B, generated and kept there when there is none
CREATE LOGIN [B_login] WITH PASSWORD = ******;
GO

-- Create the user [B_user] for the login [B_login] in master of C
CREATE USER [B_user] FOR LOGIN [B_login];
GO

-- Import the certificate [B_cert] of B on C, owned by [B_user]
CREATE CERTIFICATE [B_cert]
  AUTHORIZATION [B_user]
  FROM BINARY = 0x3001;
GO

-- Let B connect to the endpoint [database_mirroring_endpoint] of C as [B_login]
GRANT CONNECT ON ENDPOINT::[database_mirroring_endpoint] TO [B_login];
GO
