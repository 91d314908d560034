-- Let B connect to the endpoint [database_mirroring_endpoint] of A as [CORP\B$]
GRANT CONNECT ON ENDPOINT::[database_mirroring_endpoint] TO [CORP\B$];
GO
