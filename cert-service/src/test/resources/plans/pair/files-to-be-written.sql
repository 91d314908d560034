-- Write the public part of [HOST_A_cert] on HOST_A to /var/it's/HOST_A_cert.cer, for HOST_B and HOST_C
BACKUP CERTIFICATE [HOST_A_cert] TO FILE = '/var/it''s/HOST_A_cert.cer';
GO

-- Write the public part of [HOST_B_cert] on HOST_B to /var/it's/HOST_B_cert.cer, for HOST_A and HOST_C
BACKUP CERTIFICATE [HOST_B_cert] TO FILE = '/var/it''s/HOST_B_cert.cer';
GO

-- Write the public part of [HOST_C_cert] on HOST_C to /var/it's/HOST_C_cert.cer, for HOST_A and HOST_B
BACKUP CERTIFICATE [HOST_C_cert] TO FILE = '/var/it''s/HOST_C_cert.cer';
GO
