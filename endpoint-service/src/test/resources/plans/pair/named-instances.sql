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

-- Create the login [BOX_STO'CK_login] on A for B
-- the password is the secret pair-login/A/B, generated and kept there when there is none
CREATE LOGIN [BOX_STO'CK_login] WITH PASSWORD = ******;
GO

-- Create the user [BOX_STO'CK_user] for the login [BOX_STO'CK_login] in master of A
CREATE USER [BOX_STO'CK_user] FOR LOGIN [BOX_STO'CK_login];
GO

-- Import the certificate [BOX_STO'CK_cert] of B on A, owned by [BOX_STO'CK_user]
CREATE CERTIFICATE [BOX_STO'CK_cert]
  AUTHORIZATION [BOX_STO'CK_user]
  FROM BINARY = 0x3001;
GO

-- Let B connect to the endpoint [database_mirroring_endpoint] of A as [BOX_STO'CK_login]
GRANT CONNECT ON ENDPOINT::[database_mirroring_endpoint] TO [BOX_STO'CK_login];
GO

-- Create the login [BOX_SAL]ES_login] on B for A
-- the password is the secret pair-login/B/A, generated and kept there when there is none
CREATE LOGIN [BOX_SAL]]ES_login] WITH PASSWORD = ******;
GO

-- Create the user [BOX_SAL]ES_user] for the login [BOX_SAL]ES_login] in master of B
CREATE USER [BOX_SAL]]ES_user] FOR LOGIN [BOX_SAL]]ES_login];
GO

-- Import the certificate [BOX_SAL]ES_cert] of A on B, owned by [BOX_SAL]ES_user]
CREATE CERTIFICATE [BOX_SAL]]ES_cert]
  AUTHORIZATION [BOX_SAL]]ES_user]
  FROM BINARY = 0x3001;
GO

-- Let A connect to the endpoint [database_mirroring_endpoint] of B as [BOX_SAL]ES_login]
GRANT CONNECT ON ENDPOINT::[database_mirroring_endpoint] TO [BOX_SAL]]ES_login];
GO
