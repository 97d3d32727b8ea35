/**
 * The first stage after the decoders: quality and its reasons. Nothing is dropped. A pure function
 * of the event stream; no clock, no allocation per event, state bounded. Runs on one thread.
 */
package io.alidade.validate;
