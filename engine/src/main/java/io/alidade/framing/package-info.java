/**
 * Bytes of a link to frames. A framer belongs to its link's reader thread, allocates nothing after
 * construction and never blocks; the frames it gives do not depend on how the bytes were split into
 * reads, and the frames' bytes, one after the other, are the bytes that it was given.
 */
package io.alidade.framing;
