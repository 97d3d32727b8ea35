/**
 * The record layout and the journal: append, read, sessions, check.
 *
 * <p>A journal is one root directory:
 *
 * <pre>
 *   root/journal                                 format, epoch, last sequence and session number
 *   root/continuity                              there: no sequence was given to anything else
 *   root/lock                                    held by the one process that appends
 *   root/20261125T010203.123Z-000001/manifest    what the session holds; open, closed or recovered
 *                                   /*.cq4       the records: one Chronicle Queue file
 *                                   /metadata.cq4t
 *                                   /index       a hint where to begin reading; see IndexLayout
 *                                   /keep        there: retention leaves the session alone
 * </pre>
 *
 * <p>{@link io.alidade.journal.Journal} and {@link io.alidade.journal.SessionWriter} append, and
 * belong to one process. {@link io.alidade.journal.Sessions}, {@link
 * io.alidade.journal.SessionReader}, {@link io.alidade.journal.JournalCheck} and {@link
 * io.alidade.journal.Salvage} read; they take no lock, write nothing and may run in any number,
 * while a writer is at work or not.
 *
 * <p>Records are written by Chronicle Queue and every session is an ordinary queue that its own
 * tools can open. They are read from the queue file itself, not through a Chronicle tailer: on a
 * damaged file a tailer faults in its mapping (an {@code InternalError} that may surface later and
 * elsewhere), loads classes that the file names, or spins for tens of seconds.
 *
 * <p>{@code journal/FORMAT.md} describes the files for readers in other languages.
 *
 * <p>What has been appended survives the death of the process at once, and a power failure after
 * {@link io.alidade.journal.SessionWriter#force()} or {@code close()}.
 */
package io.alidade.journal;
