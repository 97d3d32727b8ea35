/**
 * The second stage: one picture out of many messages. What it knows after an event goes into that
 * event's fused section. A pure function of the event stream; no clock, no allocation per event,
 * tables preallocated and bounded. Runs on one thread.
 */
package io.alidade.fuse;
