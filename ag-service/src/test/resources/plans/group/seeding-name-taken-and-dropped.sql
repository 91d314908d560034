-- Let HOST_A seed the copy on HOST_B once more, after: Database with name already exists
ALTER AVAILABILITY GROUP [AG_Sales] MODIFY REPLICA ON N'HOST_B' WITH (SEEDING_MODE = AUTOMATIC);
GO
