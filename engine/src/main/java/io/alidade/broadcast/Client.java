package io.alidade.broadcast;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/**
 * One dashboard after its upgrade: what it has been sent, and whether it takes more. What waits in
 * its channel is at most the high watermark and one message; what it costs beyond that does not
 * depend on how far behind it is. Belongs to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class Client {
  private final Channel channel;
  private final GatewayCounters counters;

  /** True while it gets every event; else it gets snapshot pages. */
  boolean live;

  /** All vessels whose last change is at or before this position have been sent. */
  long position = -1;

  /** The vessel at that position, when a page ended there. */
  VesselState lastVessel;

  /** While live: the number in the log of the next message to send. */
  long cursor;

  /** The sequence of the last event sent, or that a complete snapshot stood for. */
  long lastSeq;

  int page;
  boolean fullSnapshot;

  /** Why it fell behind, until it was told; else null. */
  Count lagReason;

  /** When it fell behind, by the monotonic clock, ns. */
  long behindSinceNs;

  /** Since when it takes no data, by the monotonic clock, ns; meaningful while unwritable. */
  long unwritableSinceNs;

  boolean unwritable;

  /** What waited for it when last looked, bytes. */
  private long waiting;

  /** When it last said anything, by the monotonic clock, ns. */
  long heardNs;

  /** Messages from it in this second. */
  int inbound;

  /** True while messages are written, when a flush may make room for more. */
  boolean sending;

  private boolean closing;

  Client(Channel channel, GatewayCounters counters, long nowNs) {
    this.channel = channel;
    this.counters = counters;
    heardNs = nowNs;
    behindSinceNs = nowNs;
  }

  boolean isOpen() {
    return !closing && channel.isActive();
  }

  /** True when there is room for one more message; sends what waits when that makes room. */
  boolean isWritable() {
    if (!channel.isWritable()) {
      channel.flush();
    }
    return channel.isWritable();
  }

  /** Whether it took some of what waits for it since this was last asked. */
  boolean hasTakenSome() {
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    if (pending == null) {
      return false;
    }
    long waits = pending.totalPendingWriteBytes() - pending.currentProgress();
    boolean less = waits < waiting;
    waiting = waits;
    return less;
  }

  /** Queues one frame and takes over its reference. */
  void write(ByteBuf frame) {
    counters.increment(Count.MESSAGES_SENT);
    counters.add(Count.BYTES_SENT, frame.readableBytes());
    channel.write(frame, channel.voidPromise());
    ChannelOutboundBuffer pending = channel.unsafe().outboundBuffer();
    if (pending != null) {
      counters.max(Count.PENDING_MAX, pending.totalPendingWriteBytes());
    }
  }

  void flush() {
    channel.flush();
  }

  /** Leaves the live events; the next page tells it why. */
  void fallBehind(Count reason, long nowNs) {
    live = false;
    lagReason = reason;
    behindSinceNs = nowNs;
    page = 0;
    lastVessel = null;
    counters.increment(reason);
  }

  /** Leaves the live events for a whole snapshot, since a new session began. */
  void startAgain() {
    live = false;
    position = -1;
    page = 0;
    lastVessel = null;
  }

  /** Closes with a code; a client that does not even read that is cut off a second later. */
  void close(WebSocketCloseStatus status, String reason, Count count) {
    if (!closing && channel.isActive()) {
      counters.increment(count);
      LingeringClose.after(channel.writeAndFlush(new CloseWebSocketFrame(status, reason)));
    }
    closing = true;
  }

  /** The channel is closed; counts why, unless we had a reason before. */
  void closed(Count count) {
    if (!closing) {
      closing = true;
      counters.increment(count);
    }
  }
}
