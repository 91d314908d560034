-- Start the mirroring endpoint [Mirroring] of SQL01, which is STARTED and does not listen on its port 5022
ALTER ENDPOINT [Mirroring] STATE = STARTED;
GO
