/**
 * Sessions to files that other programs read, and recordings of others to sessions.
 *
 * <p>An export is made from the events as they stand in the journal, in their order; only the
 * packets inside transfer frames, whose bytes the journal does not hold apart, are found again by
 * the link's decoder. An import takes a recording through the framer, decoder, validate, fuse and
 * journal of a running station, on one thread, with the recording's times as receive times.
 *
 * <p>Cold code: it allocates as it likes, and one object is for one thread.
 */
package io.alidade.export;
