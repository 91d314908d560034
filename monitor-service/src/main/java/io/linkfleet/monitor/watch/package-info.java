/**
 * The watch over replicas: one loop and one query per server, a diagnosis per link, and what is
 * published about it.
 */
package io.linkfleet.monitor.watch;
