/** The control API of the simulator: health, record, settings and faults over HTTP on loopback. */
package io.linkfleet.simulator.control;
