/**
 * CCSDS telemetry: {@link io.alidade.protocol.ccsds.SpacePacketDecoder} reads streams of space
 * packets (133.0-B); {@link io.alidade.protocol.ccsds.TransferFrameDecoder} undoes randomisation
 * and Reed-Solomon coding (131.0-B), reads TM (132.0-B), AOS (732.0-B) and USLP (732.1-B) transfer
 * frames, finds the packets in them, each an event of its own, and counts what became of each
 * virtual channel's frames. {@link io.alidade.protocol.ccsds.PacketTime} reads time codes
 * (301.0-B). What a packet's data field means is for a {@link
 * io.alidade.protocol.ccsds.PacketDecoder}.
 */
package io.alidade.protocol.ccsds;
