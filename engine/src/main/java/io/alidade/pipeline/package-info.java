/**
 * The ring and the threads around it: {@link io.alidade.pipeline.Receiver}s (one per link, on its
 * reader thread) and the ticker publish; one handler thread ({@code compact}) or one per stage
 * ({@code spread}) runs validate, fuse, journal and broadcast for each event in order. Nothing
 * allocates per event after start. Handlers block only on the journal's own writes.
 */
package io.alidade.pipeline;
