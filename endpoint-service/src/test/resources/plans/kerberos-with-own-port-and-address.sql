-- Alter the mirroring endpoint [a]b 'c'] of SQL01, which accepts no certificates, and keep its port, address, role and Windows authentication
ALTER ENDPOINT [a]]b 'c']
  STATE = STARTED
  AS TCP (LISTENER_PORT = 7022, LISTENER_IP = ('10.10.1.11'))
  FOR DATABASE_MIRRORING (
    ROLE = PARTNER,
    AUTHENTICATION = WINDOWS KERBEROS CERTIFICATE [Cert_SQL01_endpoint],
    ENCRYPTION = REQUIRED ALGORITHM AES
  );
GO
