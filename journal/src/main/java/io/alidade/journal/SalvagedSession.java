package io.alidade.journal;

/**
 * What {@link Salvage} has found of one session.
 *
 * @param id the session's id, in the old journal and in the new one
 * @param records records that were sound and are in the new journal
 * @param missing records that must have been there and were not found
 * @param gaps which of them lie between records that were found, as {@code 17-17,30-45}; empty for
 *     none. Others lay before the first or behind the last one found
 */
public record SalvagedSession(String id, long records, long missing, String gaps) {}
