/**
 * Frames to typed fields. Decoders are pure functions of their link's frames and the times in them:
 * no clock, no random numbers, no I/O; nothing is allocated per event.
 */
package io.alidade.protocol;
