/** The monitor over HTTP: rollouts in, the fleet out, refusals as problem+json. */
package io.linkfleet.monitor.api;
