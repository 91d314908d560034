-- Import the certificate [B_cert] of B on A, owned by [partner's [user]]
CREATE CERTIFICATE [B_cert]
  AUTHORIZATION [partner's [user]]]
  FROM BINARY = 0x3001;
GO

-- Let B connect to the endpoint [database_mirroring_endpoint] of A as [B_login]
GRANT CONNECT ON ENDPOINT::[database_mirroring_endpoint] TO [B_login];
GO
