-- Let B connect to the endpoint [database_mirroring_endpoint] of A as [their login]
GRANT CONNECT ON ENDPOINT::[database_mirroring_endpoint] TO [their login];
GO
