package io.linkfleet.plan;

/** Why a link waits or is blocked, as a code that alerting can match. */
public enum Reason {
  /** Something is being created or catching up; nothing is wrong. */
  IN_PROGRESS,
  /** Another actor is changing the same server. */
  SERVER_BUSY,
  /** The server or Azure cannot be reached, or did not answer in time. */
  UNREACHABLE,
  /** Azure asked to slow down. */
  THROTTLED,
  /** A failure that usually passes: deadlock, lock timeout, service busy. */
  TRANSIENT,

  /** The login was refused, or its credentials are not in the secret store. */
  CREDENTIALS,
  /** The login or the Azure principal may not do it. */
  PERMISSION,
  /** The server's TLS certificate cannot be verified. */
  TLS,
  /** The server's version or update cannot take part in a link. */
  VERSION,
  /** The managed instance does not exist or may not be read. */
  INSTANCE_NOT_FOUND,
  /** A certificate of that name has another key, or the same key another name. */
  CERTIFICATE_CONFLICT,
  /** A certificate has expired or is not valid yet. */
  CERTIFICATE_EXPIRED,
  /** A login, user or permission that a pair needs exists and is somebody else's or otherwise. */
  LOGIN_CONFLICT,
  /** The endpoint exists, does not meet the need, and may be in use. */
  ENDPOINT_IN_USE,
  /** An endpoint setting that cannot be mended by itself. */
  ENDPOINT_CONFLICT,
  /** Always On availability groups are switched off. */
  HADR_DISABLED,
  /** The database does not exist. */
  DATABASE_NOT_FOUND,
  /** The database is in a state that cannot be replicated. */
  DATABASE_STATE,
  /** The backup could not be taken. */
  BACKUP,
  /** A backup could not be restored on the partner, or its copy lacks log. */
  RESTORE,
  /** The endpoints of a pair, or of its witness, cannot reach each other. */
  PARTNER_UNREACHABLE,
  /** A mirroring session stands in the way, or the partner has another database of that name. */
  MIRRORING_CONFLICT,
  /** Going on would lose transactions, and nobody has allowed that. */
  DATA_LOSS,
  /** An availability group stands in the way. */
  GROUP_CONFLICT,
  /** A link of that name exists with other settings, or the database is there already. */
  LINK_CONFLICT,
  /** The link was created and then failed. */
  LINK_FAILED,
  /** SQL Server refused a statement for a reason that does not pass. */
  STATEMENT_REFUSED,
  /** Azure refused a request for a reason that does not pass. */
  REQUEST_REFUSED,
  /** The steps were taken and the state is still not the wanted one. */
  NOT_CONVERGED,
  /** A defect in Linkfleet itself. */
  INTERNAL
}
