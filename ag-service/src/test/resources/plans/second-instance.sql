-- Create the distributed availability group [DAG_Sales_mi_west] of SQL01 between [AG_Sales] and mi-west
CREATE AVAILABILITY GROUP [DAG_Sales_mi_west]
  WITH (DISTRIBUTED)
  AVAILABILITY GROUP ON
  N'AG_Sales' WITH (
    LISTENER_URL = N'TCP://10.10.1.11:5022',
    AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,
    FAILOVER_MODE = MANUAL,
    SEEDING_MODE = AUTOMATIC,
    SESSION_TIMEOUT = 20
  ),
  N'mi-west' WITH (
    LISTENER_URL = N'tcp://mi-west.6d710bcf372b.database.windows.net:5022;Server=[mi-west]',
    AVAILABILITY_MODE = ASYNCHRONOUS_COMMIT,
    FAILOVER_MODE = MANUAL,
    SEEDING_MODE = AUTOMATIC
  );
GO
