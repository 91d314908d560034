-- Publish the certificate [Cert_SQL01_endpoint] on the managed instance mi-west
PUT /subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg-data-west/providers/Microsoft.Sql/managedInstances/mi-west/serverTrustCertificates/Cert_SQL01_endpoint
{"properties": {"publicBlob": "(what CERTENCODED gives of Cert_SQL01_endpoint)"}}
GO
