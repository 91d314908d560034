/**
 * Azure Resource Manager as far as the link needs it, over HTTPS, for the unmodified Azure SDK.
 *
 * <p>Sources: the published REST specifications (2021-11-01 and the newer link shape), Microsoft's
 * PowerShell scenario tests and public issue threads. Nothing here was run against real Azure; a
 * comment says <em>inferred</em> where no source names the behaviour.
 */
package io.linkfleet.simulator.azure;
