/**
 * KISS frames of packet radio TNCs and demodulators to fields: {@link
 * io.alidade.protocol.kiss.KissDecoder} undoes the framing and hands AX.25 on.
 */
package io.alidade.protocol.kiss;
