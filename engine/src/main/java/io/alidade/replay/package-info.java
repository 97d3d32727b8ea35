/**
 * Recorded sessions run again: the journal's frames through the same decoders, validate and fuse,
 * on the journal's clock, on one thread.
 */
package io.alidade.replay;
