/**
 * The fleet as the topics tell it: a pure fold of events per link, and the one class that reads and
 * writes topics.
 */
package io.linkfleet.monitor.view;
