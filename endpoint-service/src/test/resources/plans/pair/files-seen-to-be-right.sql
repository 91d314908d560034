-- Let B connect to the endpoint [database_mirroring_endpoint] of A as [B_login]
GRANT CONNECT ON ENDPOINT::[database_mirroring_endpoint] TO [B_login];
GO
