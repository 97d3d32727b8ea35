/**
 * Links: where a station's bytes come from. {@link io.alidade.link.LinkUri} says which source it
 * is, {@link io.alidade.link.Link} reads it on a thread of its own and never gives up, and {@link
 * io.alidade.link.LinkReceiver} is told of bytes, of boundaries that a framer must flush at, and of
 * the link coming and going.
 *
 * <p>{@link io.alidade.link.PseudoTerminal} is a serial line without the hardware, for
 * demonstrations and tests.
 *
 * <h2>Native libraries</h2>
 *
 * jSerialComm (serial links) and JNA (pseudo-terminals only) each carry a native library. It is
 * unpacked into a new directory below {@code java.io.tmpdir} that only this user may enter, loaded,
 * and deleted; nothing is written to the home directory. Where that directory is mounted {@code
 * noexec}, start with {@code -Djava.io.tmpdir=DIR} or point {@code -DjSerialComm.library.path=DIR}
 * (and {@code -Djna.boot.library.path=DIR}) at a copy that was installed with the package; those
 * properties are left alone when they are set.
 */
package io.alidade.link;
