package io.alidade.export;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Capture files, written by hand from the formats' descriptions. */
public final class Captures {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteOrder order;

  private Captures(ByteOrder order) {
    this.order = order;
  }

  /** A classic capture with one LINKTYPE; magic 0xA1B2C3D4 for microseconds. */
  public static Captures pcap(ByteOrder order, int magic, int linkType) {
    Captures file = new Captures(order);
    ByteBuffer header = ByteBuffer.allocate(24).order(order);
    header.putInt(magic).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    file.add(header.putInt(65_535).putInt(linkType));
    return file;
  }

  /** A section with one interface, whose times are in 10^-resolution seconds. */
  public static Captures pcapng(ByteOrder order, int linkType, int resolution) {
    Captures file = new Captures(order);
    ByteBuffer section = ByteBuffer.allocate(16).order(order);
    section.putInt(0x1A2B3C4D).putShort((short) 1).putShort((short) 0).putLong(-1);
    file.block(0x0A0D0D0A, section.array());
    ByteBuffer description = ByteBuffer.allocate(20).order(order);
    description.putShort((short) linkType).putShort((short) 0).putInt(0);
    description.putShort((short) 9).putShort((short) 1).put((byte) resolution).put(new byte[3]);
    file.block(1, description.putShort((short) 0).putShort((short) 0).array());
    return file;
  }

  public Captures packet(long second, int fraction, byte[] packet) {
    return packet(second, fraction, packet, packet.length);
  }

  public Captures packet(long second, int fraction, byte[] packet, int lengthOnTheWire) {
    ByteBuffer head = ByteBuffer.allocate(16).order(order);
    add(head.putInt((int) second).putInt(fraction).putInt(packet.length).putInt(lengthOnTheWire));
    out.writeBytes(packet);
    return this;
  }

  public Captures enhancedPacket(long time, byte[] packet) {
    ByteBuffer body = ByteBuffer.allocate(20 + (packet.length + 3 & ~3)).order(order);
    body.putInt(0).putInt((int) (time >>> 32)).putInt((int) time);
    return block(6, body.putInt(packet.length).putInt(packet.length).put(packet).array());
  }

  public Captures block(int type, byte[] body) {
    add(ByteBuffer.allocate(8).order(order).putInt(type).putInt(body.length + 12));
    out.writeBytes(body);
    return add(ByteBuffer.allocate(4).order(order).putInt(body.length + 12));
  }

  private Captures add(ByteBuffer bytes) {
    out.writeBytes(bytes.array());
    return this;
  }

  public byte[] bytes() {
    return out.toByteArray();
  }

  /** An Ethernet frame with a VLAN tag, IPv4, UDP, and padding as short frames have it. */
  public static byte[] ethernet(int port, String payload) {
    byte[] ip = ipv4(port, payload, 0);
    ByteBuffer frame = ByteBuffer.allocate(18 + ip.length + 7);
    frame.put(new byte[12]).putShort((short) 0x8100).putShort((short) 5).putShort((short) 0x0800);
    return frame.put(ip).array();
  }

  /** An IPv4 packet with options; a fragment where {@code fragment} is not 0. */
  public static byte[] ipv4(int port, String payload, int fragment) {
    byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer ip = ByteBuffer.allocate(24 + 8 + bytes.length);
    ip.put((byte) 0x46).put((byte) 0).putShort((short) ip.capacity()).putShort((short) 1);
    ip.putShort((short) fragment).put((byte) 64).put((byte) 17).putShort((short) 0);
    ip.putInt(0x7F000001).putInt(0x7F000001).putInt(0x01010101);
    return ip.put(udp(port, bytes)).array();
  }

  /** An IPv6 packet with a header of options. */
  public static byte[] ipv6(int port, String payload) {
    byte[] bytes = payload.getBytes(StandardCharsets.ISO_8859_1);
    ByteBuffer ip = ByteBuffer.allocate(48 + 8 + bytes.length);
    ip.putInt(0x60000000).putShort((short) (16 + bytes.length)).put((byte) 0).put((byte) 64);
    ip.put(new byte[32]).put((byte) 17).put((byte) 0).put(new byte[6]);
    return ip.put(udp(port, bytes)).array();
  }

  private static byte[] udp(int port, byte[] payload) {
    ByteBuffer udp = ByteBuffer.allocate(8 + payload.length);
    udp.putShort((short) 5000).putShort((short) port).putShort((short) (8 + payload.length));
    return udp.putShort((short) 0).put(payload).array();
  }

  /** Any packet behind a header of some bytes. */
  public static byte[] behind(byte[] header, byte[] packet) {
    return ByteBuffer.allocate(header.length + packet.length).put(header).put(packet).array();
  }
}
