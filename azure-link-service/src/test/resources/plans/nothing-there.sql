-- Create the link DAG_Sales_mi_west on mi-west for the database Sales of SQL01
PUT /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-data-west/providers/Microsoft.Sql/managedInstances/mi-west/distributedAvailabilityGroups/DAG_Sales_mi_west
{
  "properties" : {
    "targetDatabase" : "Sales",
    "sourceEndpoint" : "TCP://10.10.1.11:5022",
    "primaryAvailabilityGroupName" : "AG_Sales",
    "secondaryAvailabilityGroupName" : "mi-west"
  }
}
GO
