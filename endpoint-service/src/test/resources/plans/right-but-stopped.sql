-- Start the mirroring endpoint [Mirroring] of SQL01
ALTER ENDPOINT [Mirroring] STATE = STARTED;
GO
