-- Start the mirroring endpoint [database_mirroring_endpoint] of A
ALTER ENDPOINT [database_mirroring_endpoint] STATE = STARTED;
GO
