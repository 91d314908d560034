-- Create the user [B_user] for the login [B_login] in master of A
CREATE USER [B_user] FOR LOGIN [B_login];
GO

-- Import the certificate [B_cert] of B on A, owned by [B_user]
CREATE CERTIFICATE [B_cert]
  AUTHORIZATION [B_user]
  FROM BINARY = 0x3001;
GO

-- Let B connect to the endpoint [database_mirroring_endpoint] of A as [B_login]
GRANT CONNECT ON ENDPOINT::[database_mirroring_endpoint] TO [B_login];
GO
