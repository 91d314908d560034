/**
 * What the services say to each other: the events, the topics they travel on, and their JSON form.
 *
 * <p>Knows no phase, no server and no cloud. Records may gain fields, never lose or rename them;
 * unknown fields are ignored, so a service and its neighbours can be updated one at a time.
 */
package io.linkfleet.event;
