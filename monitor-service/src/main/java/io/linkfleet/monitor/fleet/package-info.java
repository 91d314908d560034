/**
 * Fleet files: read within limits, checked against the schema and by meaning, turned into links.
 *
 * <p>Everything here is pure: no server is asked, nothing is published.
 */
package io.linkfleet.monitor.fleet;
